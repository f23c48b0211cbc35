import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconBellOff, IconBellRinging } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, data } from "../../api/client.ts";
import { useReport } from "../../api/useReport.ts";
import { useFormat } from "../../i18n/useFormat.ts";
import type { AlertRow } from "../../live/topics.ts";
import { useMay } from "../../session/session.ts";

const mutes_min = [15, 60, 240] as const;

export interface AlertActsProps {
  alert: Pick<AlertRow, "id" | "cleared" | "taken_by" | "muted_until">;
  /** What the alert is about, for whoever hears the buttons read out. */
  name: string;
  onDone?: () => void;
}

/** Taking an alert, and keeping it quiet for a while; for those who may act on a floor. */
export function AlertActs({ alert, name, onDone }: AlertActsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const params = { path: { id: alert.id } };
  const ways = { onError: useReport(), onSuccess: () => onDone?.() };
  const take = useMutation({
    mutationFn: () => data(api.POST("/api/v1/alerts/{id}/take", { params: { ...params } })),
    ...ways,
  });
  const mute = useMutation({
    mutationFn: (minutes: number) =>
      data(api.POST("/api/v1/alerts/{id}/mute", { params: { ...params }, body: { minutes } })),
    ...ways,
  });
  if (!may("floor.act") || alert.cleared !== undefined) return null;
  return (
    <>
      {alert.taken_by === undefined && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${t("alert.take")}: ${name}`}
          loading={take.isPending}
          onClick={() => take.mutate()}
        >
          {t("alert.take")}
        </Button>
      )}
      <Menu width={200} position="bottom-end" withinPortal={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`${t("alert.mute")}: ${name}`}>
            {alert.muted_until === undefined ? <IconBellRinging size={15} /> : <IconBellOff size={15} />}
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {alert.muted_until !== undefined && (
            <Menu.Label>{t("alert.mutedUntil", { time: format.time(alert.muted_until) })}</Menu.Label>
          )}
          {mutes_min.map((minutes) => (
            <Menu.Item key={minutes} onClick={() => mute.mutate(minutes)}>
              {t("alert.muteFor", { time: format.minutes(minutes * 60_000_000) })}
            </Menu.Item>
          ))}
          {alert.muted_until !== undefined && (
            <Menu.Item onClick={() => mute.mutate(0)}>{t("alert.unmute")}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
