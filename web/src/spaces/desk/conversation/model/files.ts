// What may be sent as a file, as the inbox says. The server checks again, by content.

export interface FileRules {
  types: readonly string[] | null;
  max_kib: number;
}

const words: Record<string, string> = {
  "image/png": "PNG",
  "image/jpeg": "JPEG",
  "image/gif": "GIF",
  "image/webp": "WebP",
  "application/pdf": "PDF",
};

const defaultMax_kib = 5 * 1024;

/** The most that a file may have, in bytes. */
export function fileMax(rules: FileRules | undefined): number {
  return (rules?.max_kib || defaultMax_kib) * 1024;
}

/** Media types as people call them: "PNG", "PDF"; plain text by the word given. */
export function typeNames(rules: FileRules | undefined, text: string): string[] {
  return (rules?.types ?? []).map((type) => {
    if (type === "text/plain") return text;
    return words[type] ?? type.slice(type.indexOf("/") + 1);
  });
}

/** Why a file cannot be sent; undefined when it may be tried. */
export function refusalOf(
  file: Pick<File, "size" | "type">,
  rules: FileRules | undefined,
): "type" | "size" | "empty" | undefined {
  if (file.size === 0) return "empty";
  if (file.size > fileMax(rules)) return "size";
  // A browser that does not know the type says nothing: then the server tells.
  if (file.type !== "" && !(rules?.types ?? []).includes(file.type)) return "type";
  return undefined;
}

const shown = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** Whether a file is a picture that is shown in the thread. */
export function isPicture(type: string): boolean {
  return shown.has(type);
}

/** A size in words: "340 kB", "2.1 MB". */
export function sizeWords(language: string, bytes: number): string {
  const large = bytes >= 1_000_000;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: large ? "megabyte" : "kilobyte",
    maximumFractionDigits: large ? 1 : 0,
  }).format(large ? bytes / 1_000_000 : Math.max(1, bytes / 1_000));
}
