import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../kit/Dialog.tsx";
import { useHotkeyList } from "../kit/hotkeys.ts";
import { Keys } from "../kit/Keys.tsx";

/** The keys that do something on this screen, now. */
export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const hotkeys = useHotkeyList().filter((hotkey) => hotkey.label !== undefined);
  return (
    <Dialog opened={opened} onClose={onClose} title={t("keys.help")}>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {hotkeys.map((hotkey) => (
            <Table.Tr key={hotkey.keys}>
              <Table.Td>{hotkey.label}</Table.Td>
              <Table.Td style={{ textAlign: "end" }}>
                <Keys keys={hotkey.keys} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
