package customer

import (
	_ "embed"
	"strings"
)

//go:embed zone.tab
var zoneTab string

// CountryOf returns the country (ISO 3166, `SV`) whose time zone has the IANA
// name given, or "" for zones that are of no country (`UTC`). It is how a phone
// number typed without its country code at a site is understood.
func CountryOf(timezone string) string {
	for line := range strings.Lines(zoneTab) {
		country, zone, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if found && zone == timezone {
			return country
		}
	}
	return ""
}
