package insight

import "turno/internal/core"

// Organisation is what the boards ask about the organisation. It is replaced
// whole when it changes, and compared: the same value is the same organisation.
type Organisation interface {
	Tree
	Hours
	Words
	Branches
}

// Tree is how the organisation hangs together. Nodes are `org`, `region:KEY` and
// `site:KEY`.
type Tree interface {
	HasNode(node string) bool
	// SitesUnder are the keys of the sites in or under a node.
	SitesUnder(node string) []string
	// QueueNames separates the engine's queue key into the configured key and the
	// site, "" for a queue of no site.
	QueueNames(queue string) (base, site string)
	ChannelOf(queue string) core.Channel
	// ProfileKey is the engine's key of a configured profile for an agent at a site.
	ProfileKey(profile, site string) string
}

// Hours are days and opening hours in a site's own time; the site "" is the
// organisation as a whole.
type Hours interface {
	Day(site string, at core.Instant) string
	DayStart(site string, at core.Instant) core.Instant
	DayEnd(site string, at core.Instant) core.Instant
	SiteOpenAt(site string, at core.Instant) bool
	// SiteNextChange is the first instant after at when a site opens or closes.
	SiteNextChange(site string, at core.Instant) (change core.Instant, open, ok bool)
	// QueueOpenAt and QueueNextChange are the same of a queue as the engine knows it.
	QueueOpenAt(queue string, at core.Instant) bool
	QueueNextChange(queue string, at core.Instant) (change core.Instant, open, ok bool)
}

// Words are names, most by language.
type Words interface {
	// AgentSeat is who an agent is and where they work by the organisation.
	AgentSeat(id core.ID) (name, site, team, profile string, ok bool)
	SiteName(site string) map[string]string
	LanguagesOf(site string) []string
	// NoticesAt are the notices on a site's displays, in order.
	NoticesAt(site string) (keys []string, texts []map[string]string)
}

// Branches are the rules of visits.
type Branches interface {
	// VisitRules are how often a visitor is called again before a no-show may be
	// said, and how many places "I need more time" may move back at most.
	VisitRules(site string) (recallsMin, deferPlaces int)
	// ServiceQueues are the services at a site with the engine's key of their queue.
	ServiceQueues(site string) map[string]string
}
