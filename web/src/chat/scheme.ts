// Light or dark, as the page is: a dark panel on a white page would be as foreign
// as the other way round, whatever the device prefers.

import { luminance } from "./colour.ts";

export type SchemeWish = "auto" | "light" | "dark";
export type SchemeName = "light" | "dark";

/** What can be seen of a page. */
export interface PageLook {
  /** Computed background-color of body, then of html. */
  grounds: string[];
  /** Computed color-scheme of html, or what the page's meta says. */
  colorScheme: string;
  prefersDark: boolean;
}

export function schemeOf(page: PageLook): SchemeName {
  for (const ground of page.grounds) {
    const parts = /^rgba?\((\d+)[, ]+(\d+)[, ]+(\d+)(?:[,/ ]+([\d.]+%?))?\)$/.exec(ground);
    if (parts === null || (parts[4] !== undefined && Number.parseFloat(parts[4]) === 0)) continue;
    const rgb = parts.slice(1, 4).map(Number) as [number, number, number];
    return luminance(rgb) < 0.18 ? "dark" : "light";
  }
  // No colour of its own: the browser paints the ground by the page's color-scheme.
  const knows = page.colorScheme.split(/\s+/);
  if (!knows.includes("dark")) return "light";
  return !knows.includes("light") || page.prefersDark ? "dark" : "light";
}

const darkDevice = "(prefers-color-scheme: dark)";

function look(): PageLook {
  const root = getComputedStyle(document.documentElement);
  const meta = document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]');
  return {
    grounds: [getComputedStyle(document.body).backgroundColor, root.backgroundColor],
    colorScheme: root.colorScheme === "normal" ? (meta?.content ?? "") : root.colorScheme,
    prefersDark: matchMedia(darkDevice).matches,
  };
}

/** Tells the page's scheme, now and whenever the page or the device changes it. */
export function followScheme(tell: (scheme: SchemeName) => void): void {
  const check = () => tell(schemeOf(look()));
  check();
  // A page that fades from one to the other has its colour a moment later.
  const later = () => {
    requestAnimationFrame(check);
    setTimeout(check, 500);
  };
  matchMedia(darkDevice).addEventListener("change", later);
  const pages = new MutationObserver(later);
  for (const part of [document.documentElement, document.body]) {
    pages.observe(part, {
      attributes: true,
      attributeFilter: ["class", "style", "data-theme", "data-color-scheme"],
    });
  }
  if (document.readyState !== "complete") window.addEventListener("load", later, { once: true });
}
