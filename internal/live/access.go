package live

import (
	"context"
	"strings"

	"turno/internal/auth"
	"turno/internal/channel/door"
	"turno/internal/core"
	"turno/internal/insight"
)

// Sources make the rows of the house's own topics.
type Sources struct {
	Desk, Floor, Wall, Display, Kiosk, Turn door.Source

	// Alerts are a user's own, by their id; AlertsAt those of a node.
	Alerts, AlertsAt door.Source
}

// Families are the house's topics, and who may read them:
//
//	desk            the agent's own; needs desk.use
//	floor:NODE      floor.view at the node
//	alerts          the user's own; needs floor.view somewhere
//	alerts:NODE     floor.view at the node
//	wall:NODE       floor.view at the node, or the wall's own link
//	display:SITE    org.view at the site, or the link of a display there
//	kiosk:SITE      ticket.issue at the site, or the link of a kiosk there
//	turn:TOKEN      whoever holds the ticket's token
//
// and those that the channels bring, who say themselves who may read theirs.
func Families(s Sources, doors ...door.Door) []Family {
	families := []Family{
		{Name: "desk", Source: s.Desk, Allow: allowDesk, Presence: true},
		{Name: "floor", Source: s.Floor, Allow: allowFloor, Gather: true},
		{Name: "alerts", Source: alertSource(s), Allow: allowAlerts},
		{Name: "wall", Source: s.Wall, Allow: allowWall, Gather: true},
		{Name: "display", Source: s.Display, Allow: allowSite("display", auth.OrgView)},
		{Name: "kiosk", Source: s.Kiosk, Allow: allowSite("kiosk", auth.TicketIssue), Gather: true},
		{Name: "turn", Source: s.Turn, Allow: allowTurn},
	}
	for i := range doors {
		for _, t := range doors[i].Topics {
			families = append(families, Family{Name: t.Name, Source: t.Source, Allow: t.Allow, Gather: t.Gather})
		}
	}
	return families
}

func forbidden(what string) error {
	return core.Faultf(core.Forbidden, "topic", core.FaultNotAllowed, "you may not see this %s", what)
}

func allowDesk(_ context.Context, p auth.Principal, argument string) (string, error) {
	if argument != "" {
		return "", core.FieldErrorf(core.NotFound, "topic", "a desk is always one's own")
	}
	if !p.Agent || !p.MaySomewhere(auth.DeskUse) {
		return "", forbidden("desk")
	}
	return p.UserID.String(), nil
}

func allowFloor(_ context.Context, p auth.Principal, node string) (string, error) {
	if !p.May(auth.FloorView, node) {
		return "", forbidden("floor")
	}
	return node, nil
}

// ownAlerts marks the key of a topic that is a user's own.
const ownAlerts = "user "

func allowAlerts(ctx context.Context, p auth.Principal, node string) (string, error) {
	if node != "" {
		return allowFloor(ctx, p, node)
	}
	if p.Kind != auth.KindUser || !p.MaySomewhere(auth.FloorView) {
		return "", forbidden("alert")
	}
	return ownAlerts + p.UserID.String(), nil
}

// alertSource gives a user their own alerts, and a node its.
func alertSource(s Sources) door.Source {
	return alertsOf{s.Alerts, s.AlertsAt}
}

type alertsOf struct{ own, at door.Source }

// Open implements door.Source.
func (a alertsOf) Open(ctx context.Context, key string, sink insight.Sink) (stop func(), err error) {
	if user, own := strings.CutPrefix(key, ownAlerts); own {
		return a.own.Open(ctx, user, sink)
	}
	return a.at.Open(ctx, key, sink)
}

func allowWall(ctx context.Context, p auth.Principal, node string) (string, error) {
	if p.Kind != auth.KindDevice {
		return allowFloor(ctx, p, node)
	}
	own := "org"
	if p.Site != "" {
		own = "site:" + p.Site
	}
	if p.DeviceKind != "wall" || node != own {
		return "", forbidden("wall")
	}
	return node, nil
}

// allowSite lets in devices of a kind at their own site, and users with a
// permission there.
func allowSite(kind string, need auth.Permission) func(context.Context, auth.Principal, string) (string, error) {
	return func(_ context.Context, p auth.Principal, site string) (string, error) {
		device := p.Kind == auth.KindDevice && p.DeviceKind == kind && p.Site == site
		if site == "" || !device && !p.MayAt(need, site) {
			return "", forbidden(kind)
		}
		return site, nil
	}
}

func allowTurn(_ context.Context, p auth.Principal, token string) (string, error) {
	if p.Kind != auth.KindVisitor || token == "" || p.Token != token {
		return "", forbidden("turn")
	}
	return token, nil
}
