import type { DisplayRows } from "../../../live/topics.ts";

export type Call = DisplayRows["call"];
export type Next = DisplayRows["next"];
export type Notice = DisplayRows["notice"];

const lastMost = 5;

/** The calls as a branch reads them: the newest large, the last five below it. */
export interface Board {
  newest: Call | undefined;
  last: readonly Call[];
}

export function boardOf(calls: readonly Call[]): Board {
  const sorted = [...calls].sort((a, b) => b.at - a.at || a.ticket.localeCompare(b.ticket));
  const [newest, ...others] = sorted;
  return { newest, last: others.slice(0, lastMost) };
}

/** The next in line, as many as there is room for. */
export function nextOf(rows: readonly Next[], most: number): readonly Next[] {
  return [...rows].sort((a, b) => a.place - b.place || a.ticket.localeCompare(b.ticket)).slice(0, most);
}

export function noticesOf(rows: readonly Notice[]): readonly Notice[] {
  return [...rows].sort((a, b) => a.order - b.order);
}

/** A ticket as a voice reads it: "A 14". */
export function spokenTicket(label: string): string {
  return label.replace(
    /([A-Za-z]+)-?0*(\d+)/,
    (_, prefix: string, number: string) => `${[...prefix].join(" ")} ${number}`,
  );
}
