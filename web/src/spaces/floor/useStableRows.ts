import { useMemo, useRef } from "react";
import { keepOrder } from "./order.ts";

/**
 * Rows in an order that holds while they change; `sorting` names the order, so
 * that another wish (another column, another filter) sorts anew.
 */
export function useStableRows<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  compare: (a: Row, b: Row) => number,
  sorting: string,
): readonly Row[] {
  const last = useRef<{ sorting: string; order: string[] }>({ sorting, order: [] });
  return useMemo(() => {
    const byId = new Map(rows.map((row) => [idOf(row), row]));
    const before = last.current.sorting === sorting ? last.current.order : [];
    const order = keepOrder(before, byId, compare);
    last.current = { sorting, order };
    return order.map((id) => byId.get(id)).filter((row) => row !== undefined);
  }, [rows, idOf, compare, sorting]);
}
