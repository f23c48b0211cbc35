import { Group, Tooltip } from "@mantine/core";
import type { ReactElement } from "react";
import { Keys } from "./Keys.tsx";

/** A tooltip that says what a button does and the key that does it too. */
export function WithKey({ label, keys, children }: { label: string; keys?: string; children: ReactElement }) {
  return (
    <Tooltip
      label={
        <Group gap={8} wrap="nowrap">
          <span>{label}</span>
          {keys && <Keys keys={keys} />}
        </Group>
      }
    >
      {children}
    </Tooltip>
  );
}
