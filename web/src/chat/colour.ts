// Colours that can be read on one another (WCAG 2.2, 1.4.3 and 1.4.11), whatever
// accent a house has chosen.

type Rgb = [red: number, green: number, blue: number];

function rgbOf(hex: string): Rgb {
  const n = Number.parseInt(hex.slice(1), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}

function hexOf(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

/** Relative luminance, 0 to 1. https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
export function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(rgbOf(a)), luminance(rgbOf(b))].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `share` of a, the rest of b. */
export function mixed(a: string, b: string, share: number): string {
  const [from, to] = [rgbOf(a), rgbOf(b)];
  return hexOf(from.map((part, i) => part * share + (to[i] ?? 0) * (1 - share)) as Rgb);
}

/** Black or white: what is read better on a ground. One of them always has 4.5:1. */
export function inkOn(ground: string): string {
  const [white, black] = ["#ffffff", "#111818"];
  return contrast(white, ground) >= 4.5 || contrast(white, ground) >= contrast(black, ground) ? white : black;
}

/** The colour, or the nearest lighter or darker one with a contrast to the ground. */
export function readable(colour: string, ground: string, ratio: number): string {
  const away = luminance(rgbOf(ground)) > 0.18 ? "#000000" : "#ffffff";
  for (let share = 1; share > 0; share -= 0.05) {
    const found = mixed(colour, away, share);
    if (contrast(found, ground) >= ratio) return found;
  }
  return away;
}
