import type { Value } from "./draft.ts";

/** The part of a value at a dotted path: `wrap_up.length`. */
export function at(value: Value, path: string): unknown {
  let part: unknown = value;
  for (const name of path.split(".")) {
    if (typeof part !== "object" || part === null) return undefined;
    part = (part as Value)[name];
  }
  return part;
}

/** The value with the part at a dotted path replaced; the rest is shared. */
export function put(value: Value, path: string, part: unknown): Value {
  const [name = "", ...rest] = path.split(".");
  if (rest.length === 0) return { ...value, [name]: part };
  const inner = value[name];
  return {
    ...value,
    [name]: put(typeof inner === "object" && inner !== null ? (inner as Value) : {}, rest.join("."), part),
  };
}

/** A text in several languages out of a value. */
export function words(value: unknown): Record<string, string> {
  return typeof value === "object" && value !== null ? (value as Record<string, string>) : {};
}

/** A list out of a value; what is none is empty. */
export function list<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}
