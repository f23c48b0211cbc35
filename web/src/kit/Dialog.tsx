import { Modal, type ModalProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLayer } from "./layers.ts";

/** A question or a form above the screen. Escape closes it, unless something lies above it. */
export function Dialog({ closeOnEscape = true, ...props }: ModalProps) {
  const { t } = useTranslation();
  useLayer(props.opened, () => {
    if (closeOnEscape) props.onClose();
  });
  return <Modal closeButtonProps={{ "aria-label": t("close") }} {...props} closeOnEscape={false} />;
}
