// What each kind of object is made of, as its form shows it. One list for all
// kinds: a new field of the organisation is a line here and its words.

/** A field of a form; `path` is where its value stands in the document. */
export type Field = FieldBase &
  (
    | { type: "text"; max?: number; placeholder?: string }
    | { type: "words"; long?: boolean }
    | { type: "number"; min: number; max: number }
    | { type: "percent"; max?: number }
    | { type: "duration"; never?: boolean; placeholder?: string }
    | { type: "switch" }
    | { type: "choice"; options: readonly string[]; clearable?: boolean }
    | { type: "ref"; kind: string; only?: (value: Record<string, unknown>) => boolean }
    | { type: "refs"; kind: string }
    | { type: "tags"; placeholder?: string }
    | { type: "needs" }
    | { type: "levels" }
    | { type: "rows"; fields: readonly Field[]; empty: Record<string, unknown> }
    | { type: "grants" }
    | { type: "permissions" }
    | { type: "languages" }
    | { type: "line" }
    | { type: "place" }
    | { type: "roles" }
  );

interface FieldBase {
  path: string;
  /** The word beside it: field.LABEL. */
  label: string;
  required?: boolean;
  /** A sentence below it: help.LABEL. */
  help?: boolean;
  /** Shown only when this is true of the document. */
  when?: (value: Record<string, unknown>) => boolean;
}

export interface Group {
  /** The heading: group.NAME. */
  name: string;
  fields: readonly Field[];
}

const name: Field = { path: "name", label: "name", type: "words", required: true };
const channels = [
  "visit",
  "voice",
  "chat",
  "email",
  "callback",
  "task",
  "whatsapp",
  "facebook",
  "x",
] as const;
const isBranch = (site: Record<string, unknown>) => site["branch"] === true;

const queue: readonly Group[] = [
  {
    name: "what",
    fields: [
      name,
      { path: "channel", label: "channel", type: "choice", options: channels, required: true },
      { path: "per_site", label: "per_site", type: "switch", help: true, when: (q) => !q["site"] },
      { path: "site", label: "site", type: "ref", kind: "site", when: (q) => q["per_site"] !== true },
      { path: "program", label: "program", type: "ref", kind: "program" },
      { path: "calendar", label: "calendar", type: "ref", kind: "calendar", help: true },
    ],
  },
  {
    name: "target",
    fields: [
      { path: "threshold", label: "threshold", type: "duration", required: true },
      { path: "goal", label: "goal", type: "percent", required: true },
      { path: "priority", label: "priority", type: "number", min: 0, max: 100, help: true },
      { path: "short_abandon", label: "short_abandon", type: "duration", placeholder: "5s" },
      { path: "max_length", label: "max_length", type: "number", min: 0, max: 100_000, help: true },
    ],
  },
  {
    name: "offer",
    fields: [
      { path: "offer_timeout", label: "offer_timeout", type: "duration", never: true },
      { path: "auto_accept", label: "auto_accept", type: "switch" },
      {
        path: "choice",
        label: "choice",
        type: "choice",
        options: ["longest_idle", "least_occupied", "best_skilled", "round_robin", "fill"],
        clearable: true,
      },
      {
        path: "wrap_up.mode",
        label: "wrap_up",
        type: "choice",
        options: ["none", "optional", "timed"],
        clearable: true,
      },
      { path: "wrap_up.length", label: "wrap_up_length", type: "duration", when: (q) => timed(q) },
      { path: "wrap_up.extension", label: "wrap_up_extension", type: "duration", when: (q) => timed(q) },
    ],
  },
  { name: "needs", fields: [{ path: "needs", label: "needs", type: "needs", help: true }] },
  {
    name: "steps",
    fields: [
      {
        path: "steps",
        label: "steps",
        type: "rows",
        help: true,
        empty: { after: "5m" },
        fields: [
          { path: "after", label: "after", type: "duration", required: true },
          { path: "priority", label: "step_priority", type: "number", min: 0, max: 100 },
          { path: "lower", label: "lower", type: "levels" },
          { path: "add_profile", label: "add_profile", type: "ref", kind: "profile" },
        ],
      },
    ],
  },
  {
    name: "overflow",
    fields: [
      {
        path: "overflow",
        label: "overflow",
        type: "rows",
        help: true,
        empty: { when: "waited", after: "10m", to: "queue" },
        fields: [
          {
            path: "when",
            label: "when",
            type: "choice",
            options: ["waited", "expected_wait", "length", "unstaffed", "closed"],
            required: true,
          },
          {
            path: "after",
            label: "rule_after",
            type: "duration",
            when: (r) => r["when"] === "waited" || r["when"] === "expected_wait",
          },
          {
            path: "count",
            label: "count",
            type: "number",
            min: 1,
            max: 100_000,
            when: (r) => r["when"] === "length",
          },
          {
            path: "to",
            label: "to",
            type: "choice",
            options: ["queue", "callback", "voicemail", "message", "outside", "drop", "keep"],
            required: true,
          },
          { path: "target", label: "target_queue", type: "line", when: (r) => r["to"] === "queue" },
          { path: "target", label: "target_number", type: "text", when: (r) => r["to"] === "outside" },
        ],
      },
    ],
  },
];

function timed(value: Record<string, unknown>): boolean {
  return (value["wrap_up"] as { mode?: string } | undefined)?.mode === "timed";
}

const profile: readonly Group[] = [
  { name: "what", fields: [name] },
  {
    name: "serves",
    fields: [
      {
        path: "queues",
        label: "queues",
        type: "rows",
        help: true,
        empty: { rank: 1 },
        fields: [
          { path: "queue", label: "queue", type: "line", required: true },
          { path: "rank", label: "rank", type: "number", min: 0, max: 99 },
          { path: "delay", label: "delay", type: "duration" },
        ],
      },
    ],
  },
  {
    name: "capacity",
    fields: [
      {
        path: "capacity",
        label: "capacity",
        type: "rows",
        help: true,
        empty: { channel: "chat", units: 30, max: 3 },
        fields: [
          { path: "channel", label: "channel", type: "choice", options: channels, required: true },
          { path: "units", label: "units", type: "number", min: 1, max: 100 },
          { path: "max", label: "at_once", type: "number", min: 1, max: 100 },
          { path: "interrupts", label: "interrupts", type: "tags" },
        ],
      },
    ],
  },
];

const user: readonly Group[] = [
  {
    name: "who",
    fields: [
      { path: "name", label: "name", type: "text", max: 120, required: true },
      { path: "email", label: "email", type: "text", max: 254 },
      { path: "language", label: "language", type: "languages" },
      { path: "inactive", label: "inactive", type: "switch", help: true },
    ],
  },
  {
    name: "works",
    fields: [
      { path: "team", label: "team", type: "ref", kind: "team" },
      { path: "site", label: "site", type: "ref", kind: "site", help: true },
      { path: "profile", label: "profile", type: "ref", kind: "profile", help: true },
      { path: "skills", label: "skills", type: "levels", when: (u) => !!u["profile"] },
    ],
  },
  { name: "rights", fields: [{ path: "roles", label: "roles", type: "grants", help: true }] },
];

const site: readonly Group[] = [
  {
    name: "what",
    fields: [
      name,
      { path: "region", label: "region", type: "ref", kind: "region", required: true },
      { path: "timezone", label: "timezone", type: "text", max: 60, placeholder: "America/El_Salvador" },
      { path: "languages", label: "languages", type: "refs", kind: "language" },
      { path: "calendar", label: "calendar", type: "ref", kind: "calendar" },
      { path: "branch", label: "branch", type: "switch", help: true },
    ],
  },
  {
    name: "visits",
    fields: [
      {
        path: "closing",
        label: "closing",
        type: "choice",
        options: ["close_out", "serve"],
        clearable: true,
        when: isBranch,
      },
      { path: "recalls", label: "recalls", type: "number", min: 0, max: 20, when: isBranch },
      { path: "defer_max", label: "defer_max", type: "number", min: 0, max: 100, when: isBranch },
      {
        path: "printer",
        label: "printer",
        type: "text",
        max: 120,
        placeholder: "printer:9100",
        when: isBranch,
        help: true,
      },
    ],
  },
];

const service: readonly Group[] = [
  {
    name: "what",
    fields: [
      name,
      { path: "parent", label: "parent", type: "ref", kind: "service" },
      { path: "queue", label: "queue", type: "ref", kind: "queue", help: true },
      { path: "prefix", label: "prefix", type: "text", max: 3, placeholder: "A" },
      { path: "sites", label: "sites", type: "refs", kind: "site", help: true },
      { path: "ask_person", label: "ask_person", type: "switch" },
      { path: "needs", label: "needs", type: "needs" },
    ],
  },
];

const inbox: readonly Group[] = [
  {
    name: "what",
    fields: [
      name,
      {
        path: "queue",
        label: "queue",
        type: "ref",
        kind: "queue",
        required: true,
        only: (q) => q["channel"] === "chat",
      },
      {
        path: "messages",
        label: "messages",
        type: "ref",
        kind: "queue",
        help: true,
        only: (q) => q["channel"] === "task",
      },
      { path: "program", label: "program", type: "ref", kind: "program" },
      { path: "languages", label: "languages", type: "refs", kind: "language" },
      { path: "origins", label: "origins", type: "tags", placeholder: "https://www.example.com", help: true },
    ],
  },
  {
    name: "words",
    fields: [
      { path: "greeting", label: "greeting", type: "words", long: true },
      { path: "away", label: "away", type: "words", long: true },
    ],
  },
  {
    name: "form",
    fields: (["name", "email", "phone", "question"] as const).map((field) => ({
      path: `form.${field}`,
      label: `ask_${field}`,
      type: "choice",
      options: ["optional", "required"],
      clearable: true,
    })),
  },
  {
    name: "life",
    fields: [
      { path: "resume", label: "resume", type: "duration", never: true, placeholder: "24h" },
      { path: "grace", label: "grace", type: "duration", placeholder: "2m" },
      { path: "gone", label: "gone", type: "choice", options: ["abandon", "message"], clearable: true },
      { path: "opens_max", label: "opens_max", type: "number", min: 0, max: 100_000 },
      { path: "files.types", label: "file_types", type: "tags", placeholder: "image/png" },
      { path: "files.max_kib", label: "file_max", type: "number", min: 0, max: 51_200 },
      { path: "theme.color", label: "color", type: "text", max: 7, placeholder: "#0b7285" },
      {
        path: "theme.scheme",
        label: "scheme",
        type: "choice",
        options: ["auto", "light", "dark"],
        clearable: true,
      },
      {
        path: "theme.position",
        label: "position",
        type: "choice",
        options: ["right", "left"],
        clearable: true,
      },
    ],
  },
];

const isKind =
  (...kinds: readonly string[]) =>
  (alert: Record<string, unknown>) =>
    kinds.includes(String(alert["kind"]));
const ofQueues = isKind("longest_wait", "service_level", "nobody_ready");

const alert: readonly Group[] = [
  {
    name: "what",
    fields: [
      name,
      {
        path: "kind",
        label: "alert_kind",
        type: "choice",
        options: ["longest_wait", "service_level", "nobody_ready", "agent_state", "device_offline"],
        required: true,
      },
      { path: "at", label: "at", type: "place", required: true },
      { path: "queues", label: "alert_queues", type: "refs", kind: "queue", help: true, when: ofQueues },
    ],
  },
  {
    name: "limit",
    fields: [
      { path: "share", label: "share", type: "percent", max: 1000, help: true, when: isKind("longest_wait") },
      { path: "margin", label: "margin", type: "percent", help: true, when: isKind("service_level") },
      {
        path: "count",
        label: "count_min",
        type: "number",
        min: 0,
        max: 1_000_000,
        help: true,
        when: isKind("service_level"),
      },
      { path: "waiting", label: "only_waiting", type: "switch", help: true, when: isKind("nobody_ready") },
      {
        path: "state",
        label: "agent_state",
        type: "choice",
        options: ["not_ready", "ready", "engaged", "wrap_up", "offered"],
        required: true,
        when: isKind("agent_state"),
      },
      {
        path: "reasons",
        label: "pauses",
        type: "refs",
        kind: "not_ready_reason",
        help: true,
        when: (alert) => alert["kind"] === "agent_state" && alert["state"] === "not_ready",
      },
      {
        path: "limit",
        label: "limit",
        type: "duration",
        required: true,
        when: isKind("agent_state", "device_offline"),
      },
      { path: "lasts", label: "lasts", type: "duration", placeholder: "0s", help: true },
      { path: "clears", label: "clears", type: "duration", placeholder: "30s", help: true },
      { path: "closed", label: "rings_closed", type: "switch", help: true },
    ],
  },
  {
    name: "told",
    fields: [
      { path: "roles", label: "alert_roles", type: "roles", help: true },
      { path: "users", label: "alert_users", type: "refs", kind: "user", help: true },
      { path: "mail", label: "alert_mail", type: "switch", help: true },
      { path: "addresses", label: "addresses", type: "tags", placeholder: "duty@example.com", help: true },
      {
        path: "webhooks",
        label: "webhooks",
        type: "tags",
        placeholder: "https://hooks.example.com/turno",
        help: true,
      },
    ],
  },
];

const organisation: readonly Group[] = [
  {
    name: "what",
    fields: [
      { path: "name", label: "name", type: "text", max: 120, required: true },
      { path: "timezone", label: "timezone", type: "text", max: 60, required: true },
      { path: "languages", label: "languages", type: "tags", help: true },
    ],
  },
  {
    name: "engine",
    fields: [
      { path: "routing.language_level", label: "language_level", type: "number", min: 0, max: 5, help: true },
      { path: "routing.age_unit", label: "age_unit", type: "duration", help: true },
      { path: "routing.breather_cap", label: "breather_cap", type: "percent", help: true },
      { path: "routing.breather_length", label: "breather_length", type: "duration" },
      { path: "desk.disconnect_grace", label: "disconnect_grace", type: "duration", placeholder: "30s" },
      { path: "desk.chat_return", label: "chat_return", type: "duration", placeholder: "2m" },
    ],
  },
];

const only = (...fields: Field[]): readonly Group[] => [{ name: "what", fields }];

/** The form of each kind. Calendars have an editor of their own. */
export const forms: Record<string, readonly Group[]> = {
  organisation,
  region: only(name),
  site,
  team: only(name, { path: "site", label: "site", type: "ref", kind: "site", required: true }),
  counter: only(
    { path: "name", label: "counter_name", type: "text", max: 120, required: true },
    { path: "site", label: "site", type: "ref", kind: "site", required: true, only: isBranch },
  ),
  device: only(
    { path: "name", label: "name", type: "text", max: 120, required: true },
    {
      path: "kind",
      label: "device_kind",
      type: "choice",
      options: ["kiosk", "display", "wall"],
      required: true,
    },
    { path: "site", label: "site", type: "ref", kind: "site" },
    { path: "language", label: "language", type: "languages" },
  ),
  user,
  role: only(
    name,
    { path: "second_factor", label: "second_factor", type: "switch", help: true },
    { path: "permissions", label: "permissions", type: "permissions" },
  ),
  skill: only(name, { path: "language", label: "is_language", type: "switch", help: true }),
  queue,
  profile,
  service,
  inbox,
  answer: only(
    name,
    { path: "text", label: "text", type: "words", long: true, required: true, help: true },
    { path: "queues", label: "queues", type: "refs", kind: "queue" },
  ),
  alert,
  reason: only(name, { path: "parent", label: "parent", type: "ref", kind: "reason" }),
  disposition: only(name, {
    path: "outcome",
    label: "outcome",
    type: "choice",
    options: ["resolved", "commitment", "escalation", "transfer", "not_resolved"],
    required: true,
  }),
  not_ready_reason: only(name, {
    path: "class",
    label: "class",
    type: "choice",
    options: ["break", "training", "other", "unpaid"],
    required: true,
  }),
  segment: only(name, {
    path: "priority",
    label: "segment_priority",
    type: "number",
    min: -100,
    max: 100,
    help: true,
  }),
  program: only(name),
  notice: only(
    { path: "text", label: "text", type: "words", long: true, required: true },
    { path: "sites", label: "sites", type: "refs", kind: "site", help: true },
  ),
  calendar: only({ path: "name", label: "name", type: "words" }),
};

/** What a new object of a kind begins with. */
export function blank(kind: string, key: string): Record<string, unknown> {
  switch (kind) {
    case "user":
      return { login: key, roles: [] };
    case "queue":
      return { key, channel: "visit", per_site: true, threshold: "10m", goal: 0.8, offer_timeout: "60s" };
    case "alert":
      return { key, kind: "longest_wait", at: "org", roles: ["team_leader"] };
    case "calendar":
      return {
        key,
        week: {
          mon: ["08:00-17:00"],
          tue: ["08:00-17:00"],
          wed: ["08:00-17:00"],
          thu: ["08:00-17:00"],
          fri: ["08:00-17:00"],
        },
      };
    default:
      return { key };
  }
}
