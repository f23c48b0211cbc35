// Elements, made without markup: a page whose policy wants trusted types takes
// them, and nothing that somebody wrote can become anything but text.

type Child = Node | string | false | undefined;

interface Props {
  class?: string;
  /** Attributes; true is the bare name, false and undefined leave it out. */
  attrs?: Record<string, string | number | boolean | undefined>;
  on?: { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (props.class !== undefined) element.className = props.class;
  for (const [name, value] of Object.entries(props.attrs ?? {})) set(element, name, value);
  for (const [type, listener] of Object.entries(props.on ?? {})) {
    element.addEventListener(type, listener as EventListener);
  }
  element.append(...children.filter((child) => child !== false && child !== undefined));
  return element;
}

/** Sets an attribute, or takes it away; what is so already is left alone. */
export function set(element: Element, name: string, value: string | number | boolean | undefined): void {
  if (value === undefined || value === false) element.removeAttribute(name);
  else {
    const text = value === true ? "" : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** Says something anew only where it differs, so that a live region is not read twice. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function button(words: string, kind: string, onClick: () => void): HTMLButtonElement {
  return el("button", { class: `button ${kind}`, attrs: { type: "button" }, on: { click: onClick } }, words);
}

/** A button that is a picture; its words are its name and its tip. */
export function iconButton(words: string, picture: IconName, onClick: () => void): HTMLButtonElement {
  return el(
    "button",
    { class: "icon", attrs: { type: "button", "aria-label": words, title: words }, on: { click: onClick } },
    icon(picture),
  );
}

// Strokes on a ground of 24 × 24, in the manner of the house's icons.
const icons = {
  chat: "M4 20l1.4-4.2A8 8 0 1 1 8.6 19zM8.5 11h7M8.5 14.2h4.5",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  more: "M5 11.5a.5.5 0 1 1 0 1 .5.5 0 0 1 0-1zM12 11.5a.5.5 0 1 1 0 1 .5.5 0 0 1 0-1zM19 11.5a.5.5 0 1 1 0 1 .5.5 0 0 1 0-1z",
  send: "M4.5 12L3 4.5 21 12 3 19.5 4.500 12zM4.5 12H12",
  clip: "M15 7l-6.5 6.5a1.5 1.5 0 0 0 3 3L18 10a3 3 0 0 0-6-6l-6.5 6.500a4.500 4.500 0 0 0 9 9L21 13",
  file: "M14 3v4a1 1 0 0 0 1 1h4M17 21H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h7l5 5v11a2 2 0 0 1-2 2z",
  sent: "M5 12l5 5L20 7",
  delivered: "M2 12l5 5L17 7M11.5 16.5l.5.5L22 7",
  clock: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  warn: "M12 8v4M12 16h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  star: "M12 17.75l-6.172 3.245 1.179-6.873-5-4.867 6.900-1L12 2l3.086 6.253 6.900 1-5 4.867 1.179 6.873z",
  letter: "M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM3 7l9 6 9-6",
  line: "M8 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21v-2a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v2M16 3.130a4 4 0 0 1 0 7.750M22 21v-2a4 4 0 0 0-3-3.850",
} as const;

export type IconName = keyof typeof icons;

const svg = "http://www.w3.org/2000/svg";

export function icon(name: IconName): SVGSVGElement {
  const picture = document.createElementNS(svg, "svg");
  set(picture, "viewBox", "0 0 24 24");
  set(picture, "aria-hidden", "true");
  const path = document.createElementNS(svg, "path");
  set(path, "d", icons[name]);
  picture.append(path);
  return picture;
}
