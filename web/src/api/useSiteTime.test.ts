import { expect, it } from "vitest";
import { formatFor } from "../i18n/useFormat.ts";
import type { Organisation } from "./organisation.ts";
import { siteTimeOf, zoneAt } from "./useSiteTime.ts";

const organisation = {
  timezone: "America/El_Salvador",
  sites: [
    { key: "here", timezone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    { key: "apia", timezone: "Pacific/Apia" },
    { key: "plain", timezone: "" },
  ],
} as Organisation;

it("is of the site, else of the organisation", () => {
  expect(zoneAt(organisation, "apia")).toBe("Pacific/Apia");
  expect(zoneAt(organisation, "plain")).toBe("America/El_Salvador");
  expect(zoneAt(organisation, undefined)).toBe("America/El_Salvador");
  expect(zoneAt(undefined, "apia")).toBeUndefined();
});

it("names the zone of a site whose clock is not the reader's", () => {
  const clock = siteTimeOf(organisation, formatFor("en"));
  const noon = Date.UTC(2026, 0, 10, 12) * 1000;
  expect([clock.elsewhere("here", noon), clock.elsewhere("apia", noon)]).toEqual([false, true]);
  expect(clock.time("apia", noon)).toBe("1:00 AM");
  expect(clock.dateTime("apia", noon)).toMatch(/ 1:00.AM \(GMT\+13\)$/);
  expect(clock.dateTime("here", noon)).not.toContain("GMT");
});
