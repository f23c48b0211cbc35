import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLayer } from "./layers.ts";
import classes from "./SidePanel.module.css";

export interface SidePanelProps {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  /** For lists of many columns. */
  wide?: boolean;
  children: ReactNode;
}

/** What was opened, beside the board: Escape or a click outside closes it. */
export function SidePanel({ opened, onClose, title, wide = false, children }: SidePanelProps) {
  const { t } = useTranslation();
  useLayer(opened, onClose);
  return (
    <Drawer
      closeOnEscape={false}
      opened={opened}
      onClose={onClose}
      position="right"
      // Below the questions that are asked about what it shows.
      zIndex={150}
      size={wide ? 820 : 480}
      title={title}
      overlayProps={{ backgroundOpacity: 0.2, blur: 0 }}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ "aria-label": t("close") }}
      classNames={{
        content: classes["content"] ?? "",
        header: classes["header"] ?? "",
        title: classes["title"] ?? "",
        body: classes["body"] ?? "",
      }}
    >
      {children}
    </Drawer>
  );
}
