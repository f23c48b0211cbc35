package alert

import (
	"slices"
	"strings"

	"turno/internal/auth"
	"turno/internal/org"
	"turno/internal/store/db"
)

// told reports whether a user is to be told of what an alert finds at a node: by
// role, held there or above, or by name, and in any case only who may see the
// floor there.
func told(o *org.Organisation, a *org.Alert, u *org.User, node string) bool {
	if u.Inactive || !sees(o, u, node) {
		return false
	}
	return slices.Contains(a.Users, u.Login) || slices.ContainsFunc(u.Grants, func(g org.Grant) bool {
		return slices.Contains(a.Roles, g.Role) && o.Contains(g.At, node)
	})
}

// sees reports whether a user may see the floor at a node.
func sees(o *org.Organisation, u *org.User, node string) bool {
	return slices.ContainsFunc(u.Grants, func(g org.Grant) bool {
		role, ok := o.Role(g.Role)
		return ok && slices.Contains(role.Permissions, string(auth.FloorView)) && o.Contains(g.At, node)
	})
}

// address is where a message goes.
type address struct{ channel, to, language string }

// The channels of messages.
const (
	byMail    = "mail"
	byWebhook = "webhook"
)

// addresses are where an alert's messages go: each once, however many ways lead
// to it. Who is not reached by mail sees it in the app only.
func (s *Service) addresses(o *org.Organisation, occurrence *Occurrence) []address {
	a, ok := o.Alert(occurrence.Finding.Alert)
	if !ok {
		return nil
	}
	var list []address
	seen := map[string]bool{}
	add := func(channel, to, language string) {
		if key := channel + strings.ToLower(to); to != "" && !seen[key] {
			seen[key] = true
			list = append(list, address{channel, to, language})
		}
	}
	house := ""
	if len(o.Languages) > 0 {
		house = o.Languages[0]
	}
	if a.Mail {
		for i := range o.Users {
			if u := &o.Users[i]; told(o, a, u, occurrence.Node()) {
				language := u.Language
				if language == "" {
					language = house
				}
				add(byMail, u.Email, language)
			}
		}
	}
	for _, to := range a.Addresses {
		add(byMail, to, house)
	}
	for _, to := range a.Webhooks {
		add(byWebhook, to, house)
	}
	return list
}

// addressesOf are those who were told that an alert rings, to be told that it is over.
func addressesOf(told []db.AlertDelivery) []address {
	var list []address
	for i := range told {
		if d := &told[i]; d.Event == eventOpened {
			list = append(list, address{d.Channel, d.Address, d.Language})
		}
	}
	return list
}
