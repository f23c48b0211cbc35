import { useTranslation } from "react-i18next";
import { useFormat } from "../../../i18n/useFormat.ts";
import { StateBadge } from "../../../kit/StateBadge.tsx";
import { type Device, useDevices } from "./useDevices.ts";

/** Whether a device has a screen, and whether that is there. */
export function DeviceState({ device }: { device: Device }) {
  const { t } = useTranslation("studio");
  const format = useFormat();
  if (!device.paired) return <StateBadge state="offline">{t("device.unpaired")}</StateBadge>;
  if (device.online) return <StateBadge state="on_target">{t("device.online")}</StateBadge>;
  if (!device.since) return <StateBadge state="offline">{t("device.awaited")}</StateBadge>;
  return (
    <StateBadge state="at_risk">{t("device.offline", { when: format.dateTime(device.since) })}</StateBadge>
  );
}

/** The same in a word, by key, for a list; nothing for one that is in the draft only. */
export function DeviceStateOf({ device: key }: { device: string }) {
  const { t } = useTranslation("studio");
  const device = useDevices().data?.find((each) => each.key === key);
  if (device === undefined) return null;
  if (device.paired && !device.online && device.since)
    return <StateBadge state="at_risk">{t("device.gone")}</StateBadge>;
  return <DeviceState device={device} />;
}
