import { Button, TextInput } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { api, data } from "../../../api/client.ts";
import type { components } from "../../../api/schema.gen.ts";
import { noRefusal, useRefusal } from "../../../api/useRefusal.ts";
import { Empty } from "../../../kit/Empty.tsx";
import { useMay } from "../../../session/session.ts";
import { ChooseDevice } from "./ChooseDevice.tsx";
import { DeviceState } from "./DeviceState.tsx";
import classes from "./Pair.module.css";
import { useDevices } from "./useDevices.ts";

export type Asking = components["schemas"]["PairingScreen"];

const digits = 6;

/** Where the code of a screen is typed, and said which device it is. Made for a phone in the branch too. */
export function PairPage() {
  const { t } = useTranslation("studio");
  const may = useMay()("device.manage");
  const [search, setSearch] = useSearchParams();
  const [code, setCode] = useState(() => plain(search.get("code") ?? ""));
  const [paired, setPaired] = useState<string>();
  const look = useMutation({
    mutationFn: (typed: string) => data(api.POST("/api/v1/pairings/look-up", { body: { code: typed } })),
  });
  const { mutate, reset } = look;
  useEffect(() => {
    // A code that is whole is looked up at once: typed, pasted, or scanned from the screen.
    if (may && code.length === digits) mutate(code);
    else reset();
  }, [may, code, mutate, reset]);
  const again = () => {
    setPaired(undefined);
    setCode("");
    setSearch({});
  };
  if (!may) return <Empty title={t("pair.notYours")}>{t("pair.notYoursWhy")}</Empty>;
  return (
    <section className={classes["page"]} aria-labelledby="pair-title">
      <div className={classes["card"]}>
        <h1 id="pair-title">{t("pair.title")}</h1>
        {paired === undefined ? (
          <>
            <p className={classes["words"]}>{t("pair.words")}</p>
            <CodeField code={code} onChange={setCode} error={look.error} />
            {look.data !== undefined && code.length === digits && (
              <ChooseDevice
                code={code}
                asking={look.data}
                wanted={search.get("device") ?? undefined}
                onPaired={setPaired}
              />
            )}
          </>
        ) : (
          <Done device={paired} onAgain={again} />
        )}
      </div>
    </section>
  );
}

/** The digits alone. */
function plain(text: string): string {
  return text.replace(/\D/g, "").slice(0, digits);
}

interface CodeFieldProps {
  code: string;
  onChange: (code: string) => void;
  error: unknown;
}

function CodeField({ code, onChange, error }: CodeFieldProps) {
  const { t } = useTranslation("studio");
  const refusal = useRefusal();
  const refused =
    error === null ? noRefusal : refusal(error, ["code"], { "code.not_found": t("pair.unknown") });
  const wrong = refused.fields["code"] ?? refused.form;
  return (
    <TextInput
      label={t("pair.code")}
      classNames={{ input: classes["code"] ?? "" }}
      inputMode="numeric"
      autoComplete="off"
      placeholder="000 000"
      autoFocus
      value={code.length > 3 ? `${code.slice(0, 3)} ${code.slice(3)}` : code}
      onChange={(event) => onChange(plain(event.currentTarget.value))}
      error={wrong}
    />
  );
}

function Done({ device, onAgain }: { device: string; onAgain: () => void }) {
  const { t } = useTranslation("studio");
  const found = useDevices().data?.find(({ key }) => key === device);
  return (
    <div className={classes["done"]} role="status">
      <IconCircleCheck size={40} stroke={1.5} aria-hidden />
      <p>{t("pair.done", { name: found?.name ?? device })}</p>
      {found !== undefined && <DeviceState device={found} />}
      <div className={classes["next"]}>
        <Button variant="default" component={Link} to={`/studio/devices/${encodeURIComponent(device)}`}>
          {t("pair.show")}
        </Button>
        <Button onClick={onAgain}>{t("pair.again")}</Button>
      </div>
    </div>
  );
}
