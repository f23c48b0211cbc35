/** The wire's rows: [kind, id, row] and [kind, id]. */
export type Put = [kind: string, id: string, row: unknown];
export type Del = [kind: string, id: string];

/** RFC 9457, as far as the feed sends it. */
export interface FeedProblem {
  detail?: string;
  status?: number;
  code?: string;
}

type Listener = () => void;

const none: readonly never[] = [];

/**
 * The rows of one topic, outside React. A frame is applied whole, then whoever
 * reads one of the changed rows, or the list of a changed kind, is told once.
 * Rows are replaced, never edited, so that identity tells a change.
 */
export class TopicStore {
  ready = false;
  error: FeedProblem | undefined;
  private readonly rows = new Map<string, Map<string, unknown>>();
  private readonly lists = new Map<string, readonly unknown[]>();
  private readonly listeners = new Map<string, Set<Listener>>();

  row(kind: string, id: string): unknown {
    return this.rows.get(kind)?.get(id);
  }

  /** All rows of a kind, in the order they came; the same array until one changes. */
  list(kind: string): readonly unknown[] {
    const known = this.lists.get(kind);
    if (known !== undefined) return known;
    const rows = this.rows.get(kind);
    const list = rows === undefined ? none : [...rows.values()];
    this.lists.set(kind, list);
    return list;
  }

  /** Listens to one row, to the list of a kind (no id), or to the topic's state (no kind). */
  listen(listener: Listener, kind = "", id = ""): () => void {
    const key = `${kind}\n${id}`;
    let set = this.listeners.get(key);
    if (set === undefined) {
      set = new Set();
      this.listeners.set(key, set);
    }
    set.add(listener);
    return () => {
      set.delete(listener);
      if (set.size === 0) this.listeners.delete(key);
    };
  }

  /** Replaces everything. A row that is the same as before keeps its identity. */
  replace(snapshot: readonly Put[]): void {
    const touched = new Set<string>();
    const seen = new Map<string, Set<string>>();
    for (const [kind, id, row] of snapshot) {
      this.put(kind, id, row, touched);
      const ids = seen.get(kind);
      if (ids === undefined) seen.set(kind, new Set([id]));
      else ids.add(id);
    }
    for (const [kind, rows] of this.rows) {
      for (const id of rows.keys()) {
        if (!seen.get(kind)?.has(id)) this.delete(kind, id, touched);
      }
    }
    if (!this.ready || this.error !== undefined) touched.add("\n");
    this.ready = true;
    this.error = undefined;
    this.tell(touched);
  }

  change(puts: readonly Put[], dels: readonly Del[]): void {
    const touched = new Set<string>();
    for (const [kind, id, row] of puts) this.put(kind, id, row, touched);
    for (const [kind, id] of dels) this.delete(kind, id, touched);
    this.tell(touched);
  }

  fail(problem: FeedProblem): void {
    this.error = problem;
    this.tell(new Set(["\n"]));
  }

  private put(kind: string, id: string, row: unknown, touched: Set<string>): void {
    let rows = this.rows.get(kind);
    if (rows === undefined) {
      rows = new Map();
      this.rows.set(kind, rows);
    }
    const before = rows.get(id);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(row)) return;
    rows.set(id, row);
    this.lists.delete(kind);
    touched.add(`${kind}\n${id}`).add(`${kind}\n`);
  }

  private delete(kind: string, id: string, touched: Set<string>): void {
    if (!this.rows.get(kind)?.delete(id)) return;
    this.lists.delete(kind);
    touched.add(`${kind}\n${id}`).add(`${kind}\n`);
  }

  private tell(touched: Set<string>): void {
    for (const key of touched) {
      const listeners = this.listeners.get(key);
      if (listeners !== undefined) for (const listener of [...listeners]) listener();
    }
  }
}
