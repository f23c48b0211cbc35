import { Button } from "@mantine/core";
import { IconDeviceTv, IconDeviceTvOld, IconLayoutDashboard, IconTicket } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useNames } from "../../../api/organisation.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { Empty } from "../../../kit/Empty.tsx";
import { usePlaceName } from "../../../kit/place/PlaceSwitch.tsx";
import { type Place, zoneOf } from "../../../kit/place/place.ts";
import type { PlaceState } from "../../../kit/place/usePlace.ts";
import { SidePanel } from "../../../kit/SidePanel.tsx";
import { StateBadge } from "../../../kit/StateBadge.tsx";
import { tickNow } from "../../../kit/ticker.ts";
import { useRows } from "../../../live/hooks.tsx";
import { type FloorDevice, floorTopic } from "../../../live/topics.ts";
import { useMay } from "../../../session/session.ts";
import panel from "../Panel.module.css";
import classes from "./Devices.module.css";
import { inOrder, isLost } from "./devices.ts";

const half_day = 12 * 3600 * 1_000_000;

const icons = { kiosk: IconTicket, display: IconDeviceTvOld, wall: IconLayoutDashboard };

/** How many of a place's kiosks, displays and walls are missing; opened, each of them, live. */
export function Devices({ place, state }: { place: Place; state: PlaceState }) {
  const { t } = useTranslation("floor");
  const placeName = usePlaceName();
  const [opened, setOpened] = useState(false);
  const rows = useRows(floorTopic(place.node), "device", inOrder);
  const lost = rows.filter(isLost).length;
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconDeviceTv size={18} stroke={1.6} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {lost > 0 ? (
          <StateBadge state="at_risk">{t("devices.lost", { count: lost })}</StateBadge>
        ) : (
          t("devices.title")
        )}
      </Button>
      <SidePanel
        opened={opened}
        onClose={() => setOpened(false)}
        title={t("devices.of", { place: placeName(place) })}
      >
        <DeviceList rows={rows} state={state} />
      </SidePanel>
    </>
  );
}

function DeviceList({ rows, state }: { rows: readonly FloorDevice[]; state: PlaceState }) {
  const { t } = useTranslation("floor");
  const mayPair = useMay()("device.manage");
  const names = useNames();
  const manySites = state.sites.length > 1;
  return (
    <div className={panel["stack"]}>
      {rows.length === 0 ? (
        <Empty title={t("devices.none")} icon={<IconDeviceTv size={24} stroke={1.5} />}>
          {t("devices.noneWhy")}
        </Empty>
      ) : (
        <ul className={classes["devices"]}>
          {rows.map((device) => (
            <li key={`${device.site} ${device.kind} ${device.name}`}>
              <KindIcon kind={device.kind} />
              <span className={classes["name"]}>
                <b>{device.name}</b>
                <small>
                  {t(`devices.kind.${device.kind}`)}
                  {manySites && device.site ? ` · ${names.site(device.site)}` : ""}
                </small>
              </span>
              <DeviceState device={device} zone={zoneOf(state.organisation, device.site)} />
            </li>
          ))}
        </ul>
      )}
      {mayPair && (
        <Button component={Link} to="/studio/pair" variant="default" className={classes["pair"] ?? ""}>
          {t("devices.pair")}
        </Button>
      )}
    </div>
  );
}

function KindIcon({ kind }: { kind: FloorDevice["kind"] }) {
  const Icon = icons[kind];
  return <Icon size={20} stroke={1.5} aria-hidden />;
}

/** Whether it is there, in a word and a colour; and since when it is not. */
function DeviceState({ device, zone }: { device: FloorDevice; zone: string }) {
  const { t } = useTranslation("floor");
  const format = useFormat();
  if (device.online) return <StateBadge state="on_target">{t("devices.online")}</StateBadge>;
  if (!device.since) return <StateBadge state="offline">{t("devices.never")}</StateBadge>;
  const recent = tickNow() - device.since < half_day;
  const when = recent ? format.time(device.since, zone) : format.dateTime(device.since, zone);
  return <StateBadge state="at_risk">{t("devices.offline", { when })}</StateBadge>;
}
