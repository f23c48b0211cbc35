import type { Value } from "./draft.ts";

/** A user's level of a skill; 0 without it. */
export function levelOf(value: Value, skill: string): number {
  const skills = value["skills"] as Record<string, number> | null | undefined;
  return skills?.[skill] ?? 0;
}

/** The user with a skill at a level; 0 takes it away. */
export function withLevel(value: Value, skill: string, level: number): Value {
  const { [skill]: _, ...others } = (value["skills"] as Record<string, number> | null | undefined) ?? {};
  return { ...value, skills: level === 0 ? others : { ...others, [skill]: level } };
}
