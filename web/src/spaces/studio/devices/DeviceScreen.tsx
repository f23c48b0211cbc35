import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api, data } from "../../../api/client.ts";
import { useReport } from "../../../api/useReport.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { useConfirm } from "../../../kit/Confirm.tsx";
import { useMay } from "../../../session/session.ts";
import { Matter } from "../people/Matter.tsx";
import { DeviceState } from "./DeviceState.tsx";
import { type Device, devicesKey, useDevices } from "./useDevices.ts";

/** The screen that a device is: whether it is there, and whose key it has. None of it is part of the draft. */
export function DeviceScreen({ device }: { device: string }) {
  const { t } = useTranslation("studio");
  const format = useFormat();
  const may = useMay()("device.manage");
  const found = useDevices().data?.find(({ key }) => key === device);
  if (found === undefined) return null;
  return (
    <Matter
      title={t("device.screen")}
      words={
        found.paired ? t("device.since", { when: format.dateTime(found.paired_at ?? 0) }) : t("device.words")
      }
      action={<DeviceState device={found} />}
    >
      {may && (
        <Button.Group>
          <Button component={Link} to={`/studio/pair?device=${encodeURIComponent(device)}`} variant="default">
            {found.paired ? t("device.another") : t("device.pair")}
          </Button>
          {found.paired && <Revoke device={found} />}
        </Button.Group>
      )}
    </Matter>
  );
}

function Revoke({ device }: { device: Device }) {
  const { t } = useTranslation("studio");
  const confirm = useConfirm();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      data(api.DELETE("/api/v1/devices/{key}/pairing", { params: { path: { key: device.key } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: devicesKey }),
    onError: useReport(),
  });
  const ask = async () => {
    const question = {
      title: t("device.revokeTitle", { name: device.name }),
      consequence: t("device.revokeWords"),
      action: t("device.revoke"),
      destructive: true,
    };
    if (await confirm(question)) revoke.mutate();
  };
  return (
    <Button variant="default" loading={revoke.isPending} onClick={() => void ask()}>
      {t("device.revoke")}
    </Button>
  );
}
