// Where an agent may sit: the counters of the site and who sits there already.

export interface Counter {
  key: string;
  name: string;
  site: string;
}

export interface Colleague {
  id: string;
  name: string;
  site: string;
  signed_in: boolean;
  position?: string;
}

export interface Seat {
  key: string;
  name: string;
  /** Who sits there; undefined when it is free. */
  taken: string | undefined;
}

/** The counters of a site in the order people count them: 2 before 10. */
export function seatsAt(
  counters: readonly Counter[],
  colleagues: readonly Colleague[],
  site: string,
  me: string,
): Seat[] {
  const sitting = new Map<string, string>();
  for (const colleague of colleagues) {
    if (colleague.signed_in && colleague.site === site && colleague.id !== me && colleague.position)
      sitting.set(colleague.position, colleague.name);
  }
  return counters
    .filter((counter) => counter.site === site)
    .map((counter) => ({ key: counter.key, name: counter.name, taken: sitting.get(counter.name) }))
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

/** The seat to offer first: where they sat last, else the first free one. */
export function firstSeat(seats: readonly Seat[], last: string | null): string {
  const free = seats.filter((seat) => seat.taken === undefined);
  return (free.find((seat) => seat.key === last) ?? free[0])?.key ?? "";
}
