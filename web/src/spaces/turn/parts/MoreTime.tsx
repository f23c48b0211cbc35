import { Button, Drawer, Radio, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import { useLayer } from "../../../kit/layers.ts";
import type { Choices, More } from "../model/more.ts";
import classes from "./MoreTime.module.css";

export interface MoreTimeProps {
  opened: boolean;
  close: () => void;
  choices: Choices;
  choose: (more: More) => void;
  busy: boolean;
}

/** "I need more time": let some people go first, or come back in some minutes. Once. */
export function MoreTime({ opened, close, choices, choose, busy }: MoreTimeProps) {
  const { t } = useTranslation("turn");
  const format = useFormat();
  useLayer(opened, close);
  const [kind, setKind] = useState<"places" | "minutes">("places");
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const words = (value: number) =>
    kind === "places" ? t("more.places", { count: value }) : format.minutes(value * 60_000_000);
  return (
    <Drawer
      opened={opened}
      onClose={close}
      closeOnEscape={false}
      position="bottom"
      styles={{ content: { height: "auto" } }}
      title={t("more.title")}
      closeButtonProps={{ "aria-label": t("close"), size: "lg" }}
      classNames={{ content: classes["sheet"] ?? "", title: classes["title"] ?? "" }}
    >
      <div className={classes["body"]}>
        <p>{t("more.words")}</p>
        <SegmentedControl
          fullWidth
          size="md"
          aria-label={t("more.title")}
          value={kind}
          onChange={(value) => {
            setKind(value as "places" | "minutes");
            setChosen(undefined);
          }}
          data={[
            { value: "places", label: t("more.byPlaces") },
            { value: "minutes", label: t("more.byMinutes") },
          ]}
        />
        <Radio.Group
          aria-label={kind === "places" ? t("more.byPlaces") : t("more.byMinutes")}
          value={chosen === undefined ? null : String(chosen)}
          onChange={(value) => setChosen(Number(value))}
        >
          <div className={classes["choices"]}>
            {choices[kind].map((value) => (
              <Radio.Card key={value} value={String(value)} className={classes["choice"] ?? ""}>
                {words(value)}
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
        <Button
          size="lg"
          disabled={chosen === undefined}
          loading={busy}
          onClick={() => {
            if (chosen !== undefined) choose(kind === "places" ? { places: chosen } : { minutes: chosen });
          }}
        >
          {t("more.action")}
        </Button>
      </div>
    </Drawer>
  );
}
