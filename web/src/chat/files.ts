// What may be sent, known before anything is: the server decides by the content,
// this spares people the wait for its no.

import type { Inbox } from "./wire.ts";

export type FileFault = "kind" | "size" | "empty" | "none";

type Limits = Inbox["files"];

export function faultOf(file: { type: string; size: number }, limits: Limits): FileFault | undefined {
  const types = limits.types ?? [];
  if (types.length === 0) return "none";
  if (file.size === 0) return "empty";
  if (file.size > limits.max) return "size";
  if (!mayBe(file.type.toLowerCase(), types)) return "kind";
  return undefined;
}

/** Browsers tell the kind by the name's ending; all texts are one to the server. */
function mayBe(type: string, types: string[]): boolean {
  if (type === "" || types.includes(type)) return true;
  return type.startsWith("text/") && types.includes("text/plain");
}

const names: Record<string, string> = {
  "image/jpeg": "JPEG",
  "image/webp": "WebP",
  "application/msword": "Word",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
};

/** PNG, JPEG, PDF …: what people call these kinds. `text` is the word for plain text. */
export function kindsOf(types: readonly string[], text: string): string {
  const words = types.map((type) => {
    if (type === "text/plain") return text;
    return names[type] ?? (type.split("/")[1] ?? type).replace(/^x-/, "").toUpperCase();
  });
  return [...new Set(words)].join(", ");
}

/** 340 kB, 4.9 MB, as the language writes it. */
export function sizeOf(bytes: number, language: string): string {
  const [value, unit] = bytes >= 1 << 20 ? [bytes / (1 << 20), "MB"] : [Math.max(1, bytes / 1024), "kB"];
  const digits = unit === "MB" && value < 10 && !Number.isInteger(value) ? 1 : 0;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)} ${unit}`;
}

export const isPicture = (type: string): boolean => /^image\/(png|jpeg|gif|webp|avif)$/.test(type);
