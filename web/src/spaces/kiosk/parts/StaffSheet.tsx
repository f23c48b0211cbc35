import { Button, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import { Dialog } from "../../../kit/Dialog.tsx";
import { serverNow } from "../../../live/time.ts";
import { dayAt } from "../model/day.ts";
import type { Refused } from "../model/journal.ts";
import { prefixesOf } from "../model/numbers.ts";
import { serviceOf } from "../model/services.ts";
import type { KioskConfig } from "../model/types.ts";
import type { Standing } from "../useStanding.ts";
import classes from "./StaffSheet.module.css";

export interface StaffSheetProps {
  config: KioskConfig;
  standing: Standing;
  opened: boolean;
  close: () => void;
}

/** For the staff: what the kiosk holds, what was refused, and how many numbers it has. No names. */
export function StaffSheet({ config, standing, opened, close }: StaffSheetProps) {
  const { t } = useTranslation("kiosk");
  const { journal, contents } = standing;
  const day = dayAt(config.timezone, serverNow());
  return (
    <Dialog opened={opened} onClose={close} title={t("staff.title")} size="90%">
      <div className={classes["sheet"]}>
        {contents.refused.length > 0 && (
          <RefusedTickets
            config={config}
            refused={contents.refused}
            settle={(label) => journal.settle(label)}
          />
        )}
        {contents.outbox.length > 0 && (
          <section>
            <h2>{t("staff.held")}</h2>
            <p>{contents.outbox.map((held) => held.label).join(" · ")}</p>
          </section>
        )}
        <section>
          <h2>{t("staff.numbers")}</h2>
          <p>
            {prefixesOf(config)
              .map((prefix) => `${prefix}: ${journal.left(prefix, day)}`)
              .join(" · ")}
          </p>
        </section>
      </div>
    </Dialog>
  );
}

interface RefusedTicketsProps {
  config: KioskConfig;
  refused: readonly Refused[];
  settle: (label: string) => void;
}

function RefusedTickets({ config, refused, settle }: RefusedTicketsProps) {
  const { t } = useTranslation("kiosk");
  const format = useFormat();
  return (
    <section>
      <h2>{t("staff.refusedTitle")}</h2>
      <p>{t("staff.refusedWords")}</p>
      <Table fz="lg" verticalSpacing="md">
        <Table.Tbody>
          {refused.map((each) => (
            <Table.Tr key={each.label}>
              <Table.Td>
                <strong>{each.label}</strong>
              </Table.Td>
              <Table.Td>{format.text(serviceOf(config, each.service)?.name) || each.service}</Table.Td>
              <Table.Td>{format.dateTime(each.at, config.timezone)}</Table.Td>
              <Table.Td>{each.code === "invalid" ? t("staff.unfit") : t(`error.code.${each.code}`)}</Table.Td>
              <Table.Td>
                <Button size="lg" variant="default" onClick={() => settle(each.label)}>
                  {t("staff.settle")}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
