import { ActionIcon, Button, SegmentedControl, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowDown, IconArrowUp, IconTrash, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLayer } from "../../../kit/layers.ts";
import { DeviceScreen } from "../devices/DeviceScreen.tsx";
import { ObjectForm } from "../form/ObjectForm.tsx";
import type { Drafted } from "../model/draft.ts";
import { forms } from "../model/fields.ts";
import { orderedKinds } from "../model/sections.ts";
import { useMistakes } from "../model/useCheck.ts";
import { useTitle } from "../model/useObjects.ts";
import { useStudioDraft } from "../model/useStudioDraft.ts";
import { SignInView } from "../people/SignInView.tsx";
import { CalendarEditor } from "./CalendarEditor.tsx";
import { ChatTag } from "./ChatTag.tsx";
import { History } from "./History.tsx";
import classes from "./Page.module.css";
import { QueueSummary } from "./QueueSummary.tsx";
import { MarkBadge } from "./useColumns.tsx";

export interface ObjectPanelProps {
  row: Drafted;
  /** The list that it is in, for its place. */
  rows: readonly Drafted[];
  onClose: () => void;
}

/** One object: its form, and what became of it so far. What is typed is in the draft at once. */
export function ObjectPanel({ row, rows, onClose }: ObjectPanelProps) {
  const { t } = useTranslation("studio");
  const { edit, forget } = useStudioDraft();
  const title = useTitle();
  const [view, setView] = useState("form");
  const mistakes = useMistakes(row.object.kind, row.object.key);
  useLayer(true, onClose);
  const { object, value, mark } = row;
  const disabled = !object.editable || mark === "removed";
  return (
    <aside className={classes["panel"]} aria-label={title(value, object.key)}>
      <header className={classes["panelHead"]}>
        <h2>{title(value, object.key)}</h2>
        <MarkBadge mark={mark} />
        {object.tag !== "" && (
          <SegmentedControl
            size="xs"
            value={view}
            onChange={setView}
            data={[
              { value: "form", label: t("panel.form") },
              { value: "history", label: t("panel.history") },
              ...(object.user === undefined ? [] : [{ value: "signIn", label: t("panel.signIn") }]),
            ]}
          />
        )}
        <ActionIcon variant="subtle" color="gray" aria-label={t("close")} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      </header>
      <div className={classes["panelBody"]}>
        {view === "history" && <History object={object} />}
        {view === "signIn" && object.user !== undefined && (
          <SignInView user={object.user} name={title(value, object.key)} />
        )}
        {view === "form" && (
          <>
            {!object.editable && <p className={classes["dim"]}>{t("panel.notYours")}</p>}
            {object.kind === "device" && object.tag !== "" && <DeviceScreen device={object.key} />}
            {object.kind === "inbox" && object.tag !== "" && mark !== "removed" && (
              <ChatTag inbox={object.key} publicUrl={object.public_url} />
            )}
            {object.kind === "queue" && <QueueSummary queue={object.key} value={value} />}
            {object.kind === "calendar" ? (
              <CalendarEditor
                value={value}
                onChange={(next) => edit(object, next)}
                disabled={disabled}
                mistakes={mistakes}
              />
            ) : null}
            <ObjectForm
              groups={forms[object.kind] ?? []}
              value={value}
              onChange={(next) => edit(object, next)}
              mistakes={mistakes}
              disabled={disabled}
            />
          </>
        )}
      </div>
      <PanelFoot row={row} rows={rows} onForget={() => forget(object.kind, object.key)} onGone={onClose} />
    </aside>
  );
}

interface PanelFootProps {
  row: Drafted;
  rows: readonly Drafted[];
  onForget: () => void;
  onGone: () => void;
}

function PanelFoot({ row, rows, onForget, onGone }: PanelFootProps) {
  const { t } = useTranslation("studio");
  const { edit, move } = useStudioDraft();
  const { object, value, mark } = row;
  const place = rows.findIndex((other) => other.object.key === object.key) + 1;
  if (!object.editable) return null;
  return (
    <footer className={classes["panelFoot"]}>
      {orderedKinds.includes(object.kind) && mark !== "removed" && object.tag !== "" && (
        <>
          <MoveButton label={t("form.up")} off={place <= 1} onClick={() => move(object, value, place - 1)}>
            <IconArrowUp size={16} />
          </MoveButton>
          <MoveButton
            label={t("form.down")}
            off={place >= rows.length}
            onClick={() => move(object, value, place + 1)}
          >
            <IconArrowDown size={16} />
          </MoveButton>
        </>
      )}
      <div className={classes["spacer"]} />
      {mark !== undefined && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} />}
          onClick={() => {
            onForget();
            if (mark === "added") onGone();
          }}
        >
          {t("panel.forget")}
        </Button>
      )}
      {object.kind !== "organisation" && mark !== "removed" && mark !== "added" && (
        <Button
          variant="subtle"
          color="var(--state-breached-fill)"
          leftSection={<IconTrash size={16} />}
          onClick={() => edit(object, null)}
        >
          {object.kind === "user" ? t("panel.deactivate") : t("panel.remove")}
        </Button>
      )}
    </footer>
  );
}

interface MoveButtonProps {
  label: string;
  off: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

function MoveButton({ label, off, onClick, children }: MoveButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size="lg" aria-label={label} disabled={off} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
