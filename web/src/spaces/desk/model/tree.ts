// Trees of keys (reasons, services) as lists to choose from.

export interface Node {
  key: string;
  parent?: string | undefined;
  name: Record<string, string>;
}

export interface Choice {
  value: string;
  label: string;
}

export interface ChoiceGroup {
  group: string;
  items: Choice[];
}

// Three levels at most; a loop in bad data must not hang the desk.
const levelsMax = 8;

/** The names from the root down to a node: ["Billing", "Wrong charge"]. */
export function pathOf(
  nodes: ReadonlyMap<string, Node>,
  key: string,
  name: (node: Node) => string,
): string[] {
  const path: string[] = [];
  let at = nodes.get(key);
  while (at !== undefined && path.length < levelsMax) {
    path.unshift(name(at));
    at = at.parent ? nodes.get(at.parent) : undefined;
  }
  return path;
}

/**
 * The leaves under the name of their root, in the order of the list. A root
 * without children stands under itself.
 */
export function leavesByRoot(nodes: readonly Node[], name: (node: Node) => string): ChoiceGroup[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const parents = new Set(nodes.map((node) => node.parent).filter(Boolean));
  const groups = new Map<string, Choice[]>();
  for (const node of nodes) {
    if (parents.has(node.key)) continue;
    const [root = "", ...rest] = pathOf(byKey, node.key, name);
    const choice = { value: node.key, label: rest.length > 0 ? rest.join(" ▸ ") : root };
    const members = groups.get(root);
    if (members === undefined) groups.set(root, [choice]);
    else members.push(choice);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}

interface Service extends Node {
  queue: string;
  sites: readonly string[] | null;
}

/** The services that can be chosen at a site, without one of them. */
export function servicesAt<T extends Service>(services: readonly T[], site: string, without?: string): T[] {
  return services.filter(
    (service) =>
      service.queue !== "" &&
      service.key !== without &&
      (service.sites === null || service.sites.length === 0 || service.sites.includes(site)),
  );
}

/** Lower case without accents, so that "averia" finds "Avería". */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * The choices in which every typed word occurs, be it in the choice's own path or
 * in the name of its group. Nothing typed leaves all.
 */
export function matchingGroups(groups: readonly ChoiceGroup[], typed: string): ChoiceGroup[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return groups
    .map(({ group, items }) => ({
      group,
      items: items.filter((item) => {
        const text = plain(`${group} ${item.label}`);
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ items }) => items.length > 0);
}
