// What a line of the audit log tells, taken apart: what was changed from what to
// what, and what else there is to say.

type Part = string | number | boolean | null;

export interface ChangedPart {
  /** Dotted, as in the file of the organisation; empty when there is but one thing. */
  path: string;
  before?: Part;
  after?: Part;
}

export interface Detail {
  changes: ChangedPart[];
  others: { path: string; value: Part }[];
}

/** Takes the detail of a line apart: `before` and `after`, also `before_reason` and `after_reason`, are a change. */
export function detailOf(detail: unknown): Detail {
  const before = new Map<string, Part>();
  const after = new Map<string, Part>();
  const others = new Map<string, Part>();
  for (const [name, value] of entriesOf(detail)) {
    const side = /^(before|after)(?:_(.+))?$/.exec(name);
    if (side === null) flatten(value, name, others);
    else flatten(value, side[2] ?? "", side[1] === "before" ? before : after);
  }
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return {
    changes: paths
      .filter((path) => before.get(path) !== after.get(path))
      .map((path) => {
        const change: ChangedPart = { path };
        const [was, is] = [before.get(path), after.get(path)];
        if (was !== undefined) change.before = was;
        if (is !== undefined) change.after = is;
        return change;
      }),
    others: [...others].map(([path, value]) => ({ path, value })),
  };
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** Lists count from 1, as people do; what is empty is not there. */
function flatten(value: unknown, path: string, into: Map<string, Part>): void {
  if (typeof value !== "object" || value === null) {
    if (value !== undefined && value !== null && value !== "") into.set(path, value as Part);
    return;
  }
  const counts = Array.isArray(value);
  for (const [name, inner] of Object.entries(value)) {
    const step = counts ? String(Number(name) + 1) : name;
    flatten(inner, path === "" ? step : `${path}.${step}`, into);
  }
}
