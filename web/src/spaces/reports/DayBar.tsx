import { ActionIcon, Button, Select, TextInput, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { PlaceSwitch } from "../../kit/place/PlaceSwitch.tsx";
import type { Place } from "../../kit/place/place.ts";
import type { PlaceState } from "../../kit/place/usePlace.ts";
import { addDays, isDate } from "./day.ts";
import classes from "./Reports.module.css";
import { channels, type Selection, type useSelection } from "./useSelection.ts";

interface DayBarProps {
  date: string;
  today: string;
  place: Place;
  state: PlaceState;
  selection: Selection;
  change: ReturnType<typeof useSelection>["change"];
}

/** Which day, where and of which channel; and the way to paper. */
export function DayBar({ date, today, place, state, selection, change }: DayBarProps) {
  const { t } = useTranslation("reports");
  // Yesterday is what opens by itself, also tomorrow.
  const go = (next: string) => change({ date: next === addDays(today, -1) ? undefined : next });
  return (
    <header className={classes["bar"]}>
      <PlaceSwitch places={state.places} place={place} onChange={state.setPlace} />
      <div className={classes["day"]}>
        <Tooltip label={t("bar.earlier")}>
          <ActionIcon
            variant="default"
            size="md"
            aria-label={t("bar.earlier")}
            onClick={() => go(addDays(date, -1))}
          >
            <IconChevronLeft size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <TextInput
          type="date"
          size="xs"
          aria-label={t("bar.date")}
          value={date}
          max={today}
          onChange={({ currentTarget: { value } }) => {
            if (isDate(value) && value >= "2000-01-01" && value <= today) go(value);
          }}
        />
        <Tooltip label={t("bar.later")}>
          <ActionIcon
            variant="default"
            size="md"
            aria-label={t("bar.later")}
            disabled={date >= today}
            onClick={() => go(addDays(date, 1))}
          >
            <IconChevronRight size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Button.Group>
          <Button
            size="compact-sm"
            variant="default"
            aria-pressed={date === addDays(today, -1)}
            onClick={() => go(addDays(today, -1))}
          >
            {t("bar.yesterday")}
          </Button>
          <Button size="compact-sm" variant="default" aria-pressed={date === today} onClick={() => go(today)}>
            {t("bar.today")}
          </Button>
        </Button.Group>
      </div>
      <span className={classes["spring"]} />
      <Select
        size="xs"
        w={150}
        aria-label={t("bar.channel")}
        allowDeselect={false}
        value={selection.channel ?? "all"}
        onChange={(value) => change({ channel: value === "all" ? undefined : (value ?? undefined) })}
        data={[
          { value: "all", label: t("channel.all") },
          ...channels.map((channel) => ({ value: channel, label: t(`channel.${channel}`) })),
        ]}
      />
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPrinter size={15} stroke={1.6} aria-hidden />}
        onClick={() => window.print()}
      >
        {t("bar.print")}
      </Button>
    </header>
  );
}
