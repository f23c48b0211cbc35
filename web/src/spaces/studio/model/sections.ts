// The rooms of Studio, in the order of its menu.

export interface Section {
  /** Its path under /studio and its word, section.KEY. */
  key: string;
  kind: string;
  /** The heading of the menu it stands under: menu.GROUP. */
  group: "places" | "people" | "work" | "words";
}

export const sections: readonly Section[] = [
  { key: "sites", kind: "site", group: "places" },
  { key: "regions", kind: "region", group: "places" },
  { key: "teams", kind: "team", group: "places" },
  { key: "counters", kind: "counter", group: "places" },
  { key: "devices", kind: "device", group: "places" },
  { key: "users", kind: "user", group: "people" },
  { key: "skills", kind: "skill", group: "people" },
  { key: "roles", kind: "role", group: "people" },
  { key: "queues", kind: "queue", group: "work" },
  { key: "profiles", kind: "profile", group: "work" },
  { key: "services", kind: "service", group: "work" },
  { key: "calendars", kind: "calendar", group: "work" },
  { key: "inboxes", kind: "inbox", group: "work" },
  { key: "answers", kind: "answer", group: "work" },
  { key: "alerts", kind: "alert", group: "work" },
  { key: "reasons", kind: "reason", group: "words" },
  { key: "dispositions", kind: "disposition", group: "words" },
  { key: "pauses", kind: "not_ready_reason", group: "words" },
  { key: "segments", kind: "segment", group: "words" },
  { key: "programs", kind: "program", group: "words" },
  { key: "notices", kind: "notice", group: "words" },
  { key: "organisation", kind: "organisation", group: "words" },
];

/** Kinds whose order people see, so that it can be changed. */
export const orderedKinds = ["service", "notice", "reason", "disposition", "not_ready_reason"];

/** The section in which a kind is edited. */
export function sectionOf(kind: string): Section | undefined {
  return sections.find((section) => section.kind === kind);
}
