// Lists whose rows change ten times a second and still do not jump under the hand.

/**
 * The ids of rows in an order that holds: rows known before stay where they were,
 * new ones go where they belong among them, those gone leave. Sorting anew is the
 * reader's wish, never the data's.
 */
export function keepOrder<Row>(
  before: readonly string[],
  rows: ReadonlyMap<string, Row>,
  compare: (a: Row, b: Row) => number,
): string[] {
  const order: string[] = [];
  const known = new Set<string>();
  for (const id of before) {
    if (!rows.has(id)) continue;
    order.push(id);
    known.add(id);
  }
  const fresh: string[] = [];
  for (const id of rows.keys()) if (!known.has(id)) fresh.push(id);
  if (order.length === 0) return sortIds(fresh, rows, compare);
  for (const id of sortIds(fresh, rows, compare)) insert(order, id, rows, compare);
  return order;
}

function sortIds<Row>(
  ids: string[],
  rows: ReadonlyMap<string, Row>,
  compare: (a: Row, b: Row) => number,
): string[] {
  return ids.sort((a, b) => {
    const [rowA, rowB] = [rows.get(a), rows.get(b)];
    return rowA === undefined || rowB === undefined ? 0 : compare(rowA, rowB);
  });
}

function insert<Row>(
  order: string[],
  id: string,
  rows: ReadonlyMap<string, Row>,
  compare: (a: Row, b: Row) => number,
): void {
  const row = rows.get(id);
  if (row === undefined) return;
  const at = order.findIndex((other) => {
    const before = rows.get(other);
    return before !== undefined && compare(row, before) < 0;
  });
  if (at < 0) order.push(id);
  else order.splice(at, 0, id);
}

export function byText(a: string, b: string): number {
  return collator.compare(a, b);
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
