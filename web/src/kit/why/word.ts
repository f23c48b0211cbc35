// The engine's terms (routing.md, "Why") taken apart, so that every language can
// say them. Pure: the words themselves are in i18n/.

/** One agent's part in a decision, or in why a work waits. */
export interface Verdict {
  agent: string;
  word: string;
  /** When the state the word speaks of began (µs). */
  since?: number;
}

/** Why a work waits: of a live row, or of the API's explanation. */
export interface Waiting {
  word: string;
  fitting?: number;
  verdicts?: readonly Verdict[] | null;
}

/** What a work's priority is made of. */
export interface PriorityParts {
  queue: number;
  own: number;
  steps: number;
  total: number;
}

/** Why a work went to an agent. */
export interface Decision {
  agent: string;
  at: number;
  choice: string;
  verdicts: readonly Verdict[] | null;
  unlisted?: number;
}

export interface Need {
  skill: string;
  level: number;
}

export type ParsedWord =
  | { kind: "plain"; key: string }
  | { kind: "skill"; skill: string; level: number }
  | { kind: "busy"; channel: string }
  | { kind: "not_ready"; reason: string }
  | { kind: "rank"; rank: number }
  | { kind: "delay"; delay_us: number };

const skillForm = /^(.+)<(\d+)$/;
const delayForm = /^(\d+)s$/;

/** `skill:pt<3` is "less than level 3 in pt"; a term without a colon is plain. */
export function parseWord(word: string): ParsedWord {
  const colon = word.indexOf(":");
  if (colon < 0) return { kind: "plain", key: word };
  const head = word.slice(0, colon);
  const rest = word.slice(colon + 1);
  switch (head) {
    case "skill": {
      const parts = skillForm.exec(rest);
      if (parts !== null) return { kind: "skill", skill: parts[1] ?? "", level: Number(parts[2]) };
      break;
    }
    case "busy":
      return { kind: "busy", channel: rest };
    case "not_ready":
      return { kind: "not_ready", reason: rest };
    case "rank":
      return { kind: "rank", rank: Number(rest) };
    case "delay": {
      const parts = delayForm.exec(rest);
      if (parts !== null) return { kind: "delay", delay_us: Number(parts[1]) * 1_000_000 };
      break;
    }
  }
  return { kind: "plain", key: word };
}

export interface Group {
  word: string;
  count: number;
  /** Of a group of one: when its state began. */
  since: number | undefined;
}

/** The same verdicts counted together, the largest group first, else in their order. */
export function groupVerdicts(verdicts: readonly Verdict[] | null | undefined): Group[] {
  const groups = new Map<string, Group>();
  for (const { word, since } of verdicts ?? []) {
    const group = groups.get(word);
    if (group === undefined) groups.set(word, { word, count: 1, since });
    else {
      group.count++;
      group.since = undefined;
    }
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
