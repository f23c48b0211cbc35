import type { Organisation } from "../../api/organisation.ts";
import type { Me, Permission } from "../../session/session.ts";

// The places one can look at: the organisation, its regions and its sites, as the
// live feed names them (`org`, `region:KEY`, `site:KEY`), and who may what where.

export interface Place {
  node: string;
  kind: "org" | "region" | "site";
  key: string;
  /** How deep it lies under the widest place of the list. */
  depth: number;
}

function split(node: string): [kind: string, key: string] {
  const at = node.indexOf(":");
  return at < 0 ? [node, ""] : [node.slice(0, at), node.slice(at + 1)];
}

/** The node above, as the server's tree has it; undefined above the organisation and for the unknown. */
export function parentOf(organisation: Organisation, node: string): string | undefined {
  const [kind, key] = split(node);
  switch (kind) {
    case "team": {
      const site = organisation.teams.find((team) => team.key === key)?.site;
      return site ? `site:${site}` : "org";
    }
    case "site": {
      const region = organisation.sites.find((site) => site.key === key)?.region;
      return region ? `region:${region}` : "org";
    }
    case "region":
      return "org";
    default:
      return undefined;
  }
}

/** Whether a node is another, or lies under it. */
export function contains(organisation: Organisation, outer: string, inner: string): boolean {
  for (let node: string | undefined = inner; node !== undefined; node = parentOf(organisation, node)) {
    if (node === outer) return true;
  }
  return false;
}

/** Whether a user has a permission at a node. The server has the last word. */
export function mayAt(
  me: Me,
  organisation: Organisation | undefined,
  permission: Permission,
  ...nodes: string[]
): boolean {
  if (organisation === undefined) return false;
  const granted = me.permissions[permission] ?? [];
  return nodes.some((node) => granted.some((outer) => contains(organisation, outer, node)));
}

/** All places where a user may do something, as a tree written down: each above what lies under it. */
export function placesOf(me: Me, organisation: Organisation, permission: Permission): Place[] {
  const may = (node: string) => mayAt(me, organisation, permission, node);
  const places: Place[] = [];
  const whole = may("org");
  if (whole) places.push({ node: "org", kind: "org", key: "", depth: 0 });
  const sitesOf = (region: string, depth: number) => {
    for (const site of organisation.sites) {
      const node = `site:${site.key}`;
      if (site.region === region && may(node)) places.push({ node, kind: "site", key: site.key, depth });
    }
  };
  for (const region of organisation.regions) {
    const node = `region:${region.key}`;
    const seen = may(node);
    const depth = whole ? 1 : 0;
    if (seen) places.push({ node, kind: "region", key: region.key, depth });
    sitesOf(region.key, seen ? depth + 1 : depth);
  }
  sitesOf("", whole ? 1 : 0);
  return places;
}

/** The place asked for if it is open to the user, else the first and widest. */
export function placeFor(places: readonly Place[], wanted: string | null): Place | undefined {
  return places.find((place) => place.node === wanted) ?? places[0];
}

/** The keys of the sites in or under a node. */
export function sitesUnder(organisation: Organisation, node: string): string[] {
  return organisation.sites
    .filter((site) => contains(organisation, node, `site:${site.key}`))
    .map((site) => site.key);
}

/** The time zone in which a site's day begins. */
export function zoneOf(organisation: Organisation | undefined, site: string | undefined): string {
  const own = organisation?.sites.find((candidate) => candidate.key === site)?.timezone;
  return own || organisation?.timezone || "UTC";
}
