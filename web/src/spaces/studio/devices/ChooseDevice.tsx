import { Button, SegmentedControl, Select } from "@mantine/core";
import { IconDeviceDesktop } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "../../../api/client.ts";
import { useNames } from "../../../api/organisation.ts";
import { noRefusal, useRefusal } from "../../../api/useRefusal.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { browserOf } from "../../../kit/browser.ts";
import { objectsKey } from "../model/useObjects.ts";
import { isComplete, type NewDevice, NewDeviceFields, newDevice } from "./NewDeviceFields.tsx";
import classes from "./Pair.module.css";
import type { Asking } from "./PairPage.tsx";
import { type Device, devicesKey, useDevices } from "./useDevices.ts";

export interface ChooseDeviceProps {
  code: string;
  asking: Asking;
  /** The device for which the page was opened. */
  wanted: string | undefined;
  onPaired: (device: string) => void;
}

/** What asks, and which of the organisation's devices it is to be. */
export function ChooseDevice({ code, asking, wanted, onPaired }: ChooseDeviceProps) {
  const { t } = useTranslation("studio");
  const devices = useDevices();
  const [way, setWay] = useState<"known" | "new">("known");
  const [chosen, setChosen] = useState<string | null>(wanted ?? null);
  const [made, setMade] = useState<NewDevice>(() => newDevice(asking.kind));
  const pair = usePair(code, onPaired, (key) => {
    // It is there now, whatever becomes of the code.
    setWay("known");
    setChosen(key);
  });
  const refusal = useRefusal();
  const refused = pair.isError
    ? refusal(pair.error, ["code"], { "code.not_found": t("pair.unknown") })
    : noRefusal;
  const taken = (devices.data ?? []).map(({ key }) => key);
  const replaced = way === "known" ? devices.data?.find(({ key }) => key === chosen) : undefined;
  const ready = way === "known" ? chosen !== null : isComplete(made, taken);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (way === "new") pair.mutate(made);
    else if (chosen !== null) pair.mutate(chosen);
  };
  return (
    <form className={classes["choose"]} onSubmit={submit}>
      <WhoAsks asking={asking} />
      <SegmentedControl
        value={way}
        onChange={(next) => setWay(next as typeof way)}
        aria-label={t("pair.which")}
        data={[
          { value: "known", label: t("pair.known") },
          { value: "new", label: t("pair.new") },
        ]}
      />
      {way === "known" ? (
        <DeviceSelect devices={devices.data ?? []} kind={asking.kind} value={chosen} onChange={setChosen} />
      ) : (
        <NewDeviceFields value={made} taken={taken} onChange={setMade} />
      )}
      {replaced?.paired && <p className={classes["warn"]}>{t("pair.replaces", { name: replaced.name })}</p>}
      {(refused.form ?? refused.fields["code"]) !== undefined && (
        <p className={classes["fault"]} role="alert">
          {refused.form ?? refused.fields["code"]}
        </p>
      )}
      <Button type="submit" size="md" disabled={!ready} loading={pair.isPending}>
        {t("pair.action")}
      </Button>
    </form>
  );
}

function usePair(code: string, onPaired: (device: string) => void, onMade: (device: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (which: string | NewDevice) => {
      const key = typeof which === "string" ? which : which.key;
      if (typeof which !== "string") {
        const edits = [{ kind: "device", key, value: which }];
        await data(api.POST("/api/v1/studio/publish", { body: { edits } }));
        onMade(key);
      }
      await data(api.POST("/api/v1/devices/{key}/pairing", { params: { path: { key } }, body: { code } }));
      return key;
    },
    onSuccess: onPaired,
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: [objectsKey] });
      await queries.invalidateQueries({ queryKey: devicesKey });
    },
  });
}

/** What asks: so that nobody pairs a screen that stands somewhere else. */
function WhoAsks({ asking }: { asking: Asking }) {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const kind = asking.kind === undefined ? "" : t("pair.openedAs", { kind: t(`choice.${asking.kind}`) });
  return (
    <div className={classes["asks"]}>
      <IconDeviceDesktop size={24} stroke={1.5} aria-hidden />
      <div>
        <b>{[browserOf(asking.browser) || t("pair.noBrowser"), kind].filter(Boolean).join(" · ")}</b>
        <p>{t("pair.from", { address: asking.address, time: format.time(asking.asked) })}</p>
      </div>
    </div>
  );
}

interface DeviceSelectProps {
  devices: readonly Device[];
  /** What the screen was opened as: those come first. */
  kind: Asking["kind"];
  value: string | null;
  onChange: (key: string | null) => void;
}

function DeviceSelect({ devices, kind, value, onChange }: DeviceSelectProps) {
  const { t } = useTranslation("studio");
  const names = useNames();
  const groups = useMemo(() => {
    const bySite = new Map<string, { value: string; label: string }[]>();
    const fitting = devices.filter((device) => kind === undefined || device.kind === kind);
    for (const device of fitting.length > 0 ? fitting : devices) {
      const site = device.site ? names.site(device.site) : t("pair.everywhere");
      const label = `${device.name} · ${t(`choice.${device.kind}`)}`;
      bySite.set(site, [...(bySite.get(site) ?? []), { value: device.key, label }]);
    }
    return [...bySite].map(([group, items]) => ({ group, items }));
  }, [devices, kind, names, t]);
  return (
    <Select
      label={t("pair.which")}
      placeholder={t("pair.choose")}
      searchable
      nothingFoundMessage={t("list.notFound")}
      data={groups}
      value={value}
      onChange={onChange}
    />
  );
}
