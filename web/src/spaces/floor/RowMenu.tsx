import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";

/** What can be done with a row, at its end. A menu is made when it is first opened: there may be hundreds of rows. */
export function RowMenu({ label, children }: { label: string; children: ReactNode }) {
  const [made, setMade] = useState(false);
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      aria-haspopup="menu"
      onClick={() => setMade(true)}
    >
      <IconDots size={16} aria-hidden />
    </ActionIcon>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the menu's clicks from opening the row
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above; the row takes Enter only on itself
    <span onClick={(event) => event.stopPropagation()}>
      {made ? (
        <Menu position="bottom-end" defaultOpened>
          <Menu.Target>{button}</Menu.Target>
          <Menu.Dropdown>{children}</Menu.Dropdown>
        </Menu>
      ) : (
        button
      )}
    </span>
  );
}
