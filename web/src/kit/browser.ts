const browsers = ["Edg", "OPR", "Firefox", "Chrome", "Safari"] as const;
const names: Record<(typeof browsers)[number], string> = {
  Edg: "Edge",
  OPR: "Opera",
  Firefox: "Firefox",
  Chrome: "Chrome",
  Safari: "Safari",
};
const systems = ["Windows", "Android", "iPhone", "iPad", "Mac OS X", "CrOS", "Linux"] as const;

/** A browser by the name that people know it by, out of what it calls itself: "Firefox, Windows". */
export function browserOf(agent: string | undefined): string {
  if (!agent) return "";
  const browser = browsers.find((each) => agent.includes(`${each}/`));
  const system = systems.find((each) => agent.includes(each));
  if (browser === undefined) return agent.slice(0, 60);
  return [names[browser], system?.replace("Mac OS X", "macOS").replace("CrOS", "ChromeOS")]
    .filter(Boolean)
    .join(", ");
}
