import { Button, type ButtonProps } from "@mantine/core";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "../../../kit/commands.ts";
import { useHotkey } from "../../../kit/hotkeys.ts";
import { Keys } from "../../../kit/Keys.tsx";
import { WithKey } from "../../../kit/WithKey.tsx";
import { useConnection } from "../../../live/hooks.tsx";
import type { Doing } from "./useAct.ts";

export interface ActButtonProps {
  /** What it does, for code: `begin`. */
  name: string;
  label: string;
  /** What it does in more words, for the tooltip; the label where there are none. */
  hint?: string | undefined;
  onAct: () => void;
  keys?: string | undefined;
  /** The keys do the same already, by another part of the screen; here they are only shown. */
  keysBound?: boolean;
  icon?: ReactNode;
  /** The one thing to do now. */
  primary?: boolean;
  /** Why it cannot be done now; the button stays, and says so. */
  blocked?: string | undefined;
  doing: Doing;
  size?: ButtonProps["size"];
  /** What it is about, beside the label in the palette: the ticket. */
  about?: string | undefined;
}

/** A button of the desk: by mouse, by its key, and by name in the palette (Ctrl K). */
export function ActButton(props: ActButtonProps) {
  const { name, label, hint, onAct, keys, icon, primary = false, doing, size, about } = props;
  const { keysBound = false } = props;
  const { t } = useTranslation("desk");
  const connection = useConnection();
  const blocked = connection === "open" ? props.blocked : t("offline");
  const free = blocked === undefined;
  const act = () => {
    if (free && doing.busy === undefined) onAct();
  };
  useHotkey(keys ?? `unbound:${name}`, act, label, keys !== undefined && free && !keysBound);
  useActCommand({ name, label, about, keys, act, free });

  return (
    <WithKey label={blocked ?? hint ?? label} {...(keys !== undefined && { keys })}>
      <Button
        variant={primary ? "filled" : "default"}
        size={size ?? (primary ? "md" : "sm")}
        px={primary ? "md" : "sm"}
        {...(icon !== undefined && { leftSection: icon })}
        {...(primary && keys !== undefined && { rightSection: <Keys keys={keys} /> })}
        loading={doing.busy === name}
        // Disabled buttons take no focus and no tooltip, so that nobody would learn why.
        data-disabled={!free || undefined}
        aria-disabled={!free || undefined}
        onClick={act}
        data-act={name}
      >
        {label}
      </Button>
    </WithKey>
  );
}

interface ActCommand {
  name: string;
  label: string;
  about: string | undefined;
  keys: string | undefined;
  act: () => void;
  free: boolean;
}

// The palette does what the button would do when it is chosen, not when it was listed.
function useActCommand({ name, label, about, keys, act, free }: ActCommand) {
  const { t } = useTranslation("desk");
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  const id = `desk.${name}.${about ?? ""}`;
  const commands = useMemo(
    () =>
      free
        ? [
            {
              id,
              label: about === undefined ? label : `${about}: ${label}`,
              group: t("title"),
              first: about !== undefined,
              ...(keys !== undefined && { keys }),
              run: () => latest.current(),
            },
          ]
        : [],
    [free, id, label, about, keys, t],
  );
  useCommands(id, commands);
}
