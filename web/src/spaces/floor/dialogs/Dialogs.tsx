import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { AssignDialog } from "./AssignDialog.tsx";
import { CancelDialog } from "./CancelDialog.tsx";
import { type Dialog, DialogContext } from "./dialogs.ts";
import { MoveDialog } from "./MoveDialog.tsx";
import { PriorityDialog } from "./PriorityDialog.tsx";
import { TransferDialog } from "./TransferDialog.tsx";

export interface DialogsProps {
  node: string;
  sites: readonly string[];
  children: ReactNode;
}

/** The dialogs of the floor, for everything below. What is asked stays until it fades out. */
export function Dialogs({ node, sites, children }: DialogsProps) {
  const [asked, setAsked] = useState<{ dialog: Dialog; number: number } | undefined>(undefined);
  const [opened, setOpened] = useState(false);
  const open = useCallback((dialog: Dialog) => {
    setAsked((before) => ({ dialog, number: (before?.number ?? 0) + 1 }));
    setOpened(true);
  }, []);
  const close = () => setOpened(false);
  return (
    <DialogContext value={open}>
      {children}
      {asked !== undefined && (
        <Asked
          key={asked.number}
          dialog={asked.dialog}
          node={node}
          sites={sites}
          opened={opened}
          onClose={close}
        />
      )}
    </DialogContext>
  );
}

interface AskedProps {
  dialog: Dialog;
  node: string;
  sites: readonly string[];
  opened: boolean;
  onClose: () => void;
}

function Asked({ dialog, node, sites, opened, onClose }: AskedProps) {
  const { t } = useTranslation("floor");
  if (dialog.kind === "move") return <MoveDialog agent={dialog.agent} opened={opened} onClose={onClose} />;
  const { kind, work } = dialog;
  const name = work.ticket || work.customer_name || t("work.unnamed");
  const props = { node, work, title: t(`act.title.${kind}`, { work: name }), opened, onClose };
  switch (kind) {
    case "assign":
      return <AssignDialog {...props} />;
    case "priority":
      return <PriorityDialog {...props} />;
    case "transfer":
      return <TransferDialog {...props} sites={sites} />;
    case "cancel":
      return <CancelDialog {...props} />;
  }
}
