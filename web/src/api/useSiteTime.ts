import { useMemo } from "react";
import { formatZone, sameClock } from "../i18n/format.ts";
import { type Format, useFormat } from "../i18n/useFormat.ts";
import { type Organisation, useOrganisation } from "./organisation.ts";

/** Instants (µs) as the clock on the wall of a site shows them. */
export interface SiteTime {
  /** Time of day. */
  time(site: string | undefined, instant_us: number): string;
  /** Date and time of day, with the zone where the reader's own clock shows another time. */
  dateTime(site: string | undefined, instant_us: number): string;
  /** The site's zone; undefined while the organisation is not known. */
  zone(site: string | undefined): string | undefined;
  /** Whether the reader's own clock shows another time then. */
  elsewhere(site: string | undefined, instant_us: number): boolean;
}

/** The zone of a site, else the organisation's. */
export function zoneAt(
  organisation: Pick<Organisation, "timezone" | "sites"> | undefined,
  site: string | undefined,
): string | undefined {
  const own = organisation?.sites.find(({ key }) => key === site)?.timezone;
  return own || organisation?.timezone || undefined;
}

/** Times in the zones of the organisation's sites, in the language of `format`. */
export function siteTimeOf(
  organisation: Pick<Organisation, "timezone" | "sites"> | undefined,
  format: Format,
): SiteTime {
  const zone = (site: string | undefined) => zoneAt(organisation, site);
  const elsewhere = (site: string | undefined, at: number) => !sameClock(at, zone(site));
  return {
    zone,
    elsewhere,
    time: (site, at) => format.time(at, zone(site)),
    dateTime: (site, at) => {
      const words = format.dateTime(at, zone(site));
      return elsewhere(site, at) ? `${words} (${formatZone(format.language, at, zone(site))})` : words;
    },
  };
}

/** Times in the zone of the site where things happen, wherever the reader sits. */
export function useSiteTime(): SiteTime {
  const format = useFormat();
  const { data: organisation } = useOrganisation();
  return useMemo(() => siteTimeOf(organisation, format), [organisation, format]);
}
