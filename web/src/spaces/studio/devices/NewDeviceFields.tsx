import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type DeviceKind, deviceKinds } from "../../../kit/device.ts";
import { keyOf, keyPattern } from "../model/key.ts";
import { useOptions } from "../model/useObjects.ts";

/** A device that there is not yet, as the organisation has it. */
export interface NewDevice extends Record<string, unknown> {
  key: string;
  name: string;
  kind: DeviceKind;
  site: string;
}

export function newDevice(kind: DeviceKind | undefined): NewDevice {
  return { key: "", name: "", kind: kind ?? "kiosk", site: "" };
}

/** Whether it can be made: a wall may be of no site, the others stand at a branch. */
export function isComplete(device: NewDevice, taken: readonly string[]): boolean {
  const placed = device.kind === "wall" || device.site !== "";
  return keyPattern.test(device.key) && !taken.includes(device.key) && placed;
}

const isBranch = (site: Record<string, unknown>) => site["branch"] === true;

export interface NewDeviceFieldsProps {
  value: NewDevice;
  taken: readonly string[];
  onChange: (device: NewDevice) => void;
}

export function NewDeviceFields({ value, taken, onChange }: NewDeviceFieldsProps) {
  const { t } = useTranslation("studio");
  const branches = useOptions("site", isBranch);
  const sites = useOptions("site");
  return (
    <>
      <TextInput
        label={t("field.name")}
        maxLength={120}
        value={value.name}
        onChange={(event) => {
          const name = event.currentTarget.value;
          onChange({ ...value, name, key: keyOf(name) });
        }}
        error={taken.includes(value.key) ? t("new.taken") : undefined}
      />
      <Select
        label={t("field.device_kind")}
        allowDeselect={false}
        data={deviceKinds.map((kind) => ({ value: kind, label: t(`choice.${kind}`) }))}
        value={value.kind}
        onChange={(kind) => kind !== null && onChange({ ...value, kind: kind as DeviceKind })}
      />
      <Select
        label={t("field.site")}
        searchable
        clearable={value.kind === "wall"}
        nothingFoundMessage={t("list.notFound")}
        data={value.kind === "wall" ? sites : branches}
        value={value.site === "" ? null : value.site}
        onChange={(site) => onChange({ ...value, site: site ?? "" })}
      />
    </>
  );
}
