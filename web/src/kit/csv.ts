// Tables as files: RFC 4180, which every spreadsheet reads.

/** A cell; undefined and null are empty. Numbers are written with a point, as programs read them. */
export type Cell = string | number | null | undefined;

/** What a spreadsheet would take for a formula: text that came from people must never be one. */
const formula = /^[=+\-@\t\r]/;

function written(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV. Text that begins like a formula gets an apostrophe before it. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(written).join(",")}\r\n`).join("");
}

/** Offers a text as a file. With the mark, spreadsheets that guess take it for UTF-8. */
export function download(name: string, text: string, mark: boolean): void {
  const url = URL.createObjectURL(new Blob([mark ? "\uFEFF" : "", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
