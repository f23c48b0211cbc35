import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { type Organisation, useOrganisation } from "../../api/organisation.ts";
import { type Permission, useMe } from "../../session/session.ts";
import { mayAt, type Place, placeFor, placesOf, sitesUnder } from "./place.ts";

export interface PlaceState {
  organisation: Organisation | undefined;
  error: unknown;
  retry: () => void;
  places: readonly Place[];
  /** Undefined while loading, and for who may watch no place at all. */
  place: Place | undefined;
  /** The keys of the sites under the place. */
  sites: readonly string[];
  setPlace: (node: string) => void;
}

/** The place that is looked at, of those where the user has the permission; it is in the link (`?at=site:mixco`), so that it can be sent on. */
export function usePlace(permission: Permission): PlaceState {
  const me = useMe();
  const query = useOrganisation();
  const organisation = query.data;
  const [search, setSearch] = useSearchParams();
  const wanted = search.get("at");
  const places = useMemo(
    () => (organisation ? placesOf(me, organisation, permission) : []),
    [me, organisation, permission],
  );
  const place = placeFor(places, wanted);
  const node = place?.node;
  const sites = useMemo(
    () => (organisation && node ? sitesUnder(organisation, node) : []),
    [organisation, node],
  );
  return {
    organisation,
    error: query.error,
    retry: () => void query.refetch(),
    places,
    place,
    sites,
    setPlace: (next) =>
      setSearch((before) => {
        const after = new URLSearchParams(before);
        after.set("at", next);
        return after;
      }),
  };
}

/** Whether the signed-in user has a permission at any of some nodes. */
export function useMayAt(): (permission: Permission, ...nodes: string[]) => boolean {
  const me = useMe();
  const { data: organisation } = useOrganisation();
  return useMemo(
    () =>
      (permission, ...nodes) =>
        mayAt(me, organisation, permission, ...nodes),
    [me, organisation],
  );
}
