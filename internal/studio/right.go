package studio

import (
	"encoding/json"
	"slices"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
)

// Allowed refuses a draft that its author may not make: each object must belong,
// before and after, to a place where they may change the organisation, and
// nobody gives away, or takes over, more rights than they have.
func Allowed(who auth.Principal, before, after *org.Organisation, edits []org.Edit) error {
	a := author{who: who, before: before, after: after}
	for _, e := range edits {
		if err := a.mayEdit(e); err != nil {
			return err
		}
	}
	if before != after && hasKeeper(before) && !hasKeeper(after) {
		return core.Errorf(core.Conflict, "nobody would be left who may change the organisation and manage its people: give somebody else that role first")
	}
	return nil
}

// hasKeeper reports whether somebody who can sign in may change the whole
// organisation and manage its people. Without such a person only the operator of
// the machine can help.
func hasKeeper(o *org.Organisation) bool {
	return slices.ContainsFunc(o.Users, func(u org.User) bool {
		rights := rightsOf(o, &u)
		return !u.Inactive && slices.Contains(rights, string(auth.OrgEdit)+" "+org.NodeOrg) &&
			slices.Contains(rights, string(auth.UserManage)+" "+org.NodeOrg)
	})
}

// author is who makes a draft, seen in the organisation before and after it: a
// team that the draft adds is a place only in the second.
type author struct {
	who           auth.Principal
	before, after *org.Organisation
}

// in is the author with the rights that their grants have in an organisation.
func (a author) in(o *org.Organisation, perm auth.Permission, node string) bool {
	who := a.who
	who.Tree = o
	return who.May(perm, node)
}

func (a author) mayEdit(e org.Edit) error {
	if was, ok := a.before.Object(e.Kind, e.Key); ok {
		if err := a.at(a.before, e, was.Value); err != nil {
			return err
		}
	}
	if is, ok := a.after.Object(e.Kind, e.Key); ok {
		if err := a.at(a.after, e, is.Value); err != nil {
			return err
		}
	}
	switch e.Kind {
	case org.KindUser:
		return a.mayEditUser(e.Key)
	case org.KindRole:
		return a.mayEditRole(e.Key)
	default:
		return nil
	}
}

// at asks for the permission wherever an object's value belongs.
func (a author) at(o *org.Organisation, e org.Edit, value json.RawMessage) error {
	for _, node := range a.nodes(o, e, value) {
		if !a.in(o, auth.OrgEdit, node) {
			return core.Errorf(core.Forbidden, "%s %s belongs to %s, where you may not change the organisation", e.Kind, e.Key, node)
		}
	}
	return nil
}

// placed is what values of several kinds say of where they belong.
type placed struct {
	Region string   `json:"region"`
	Site   string   `json:"site"`
	Sites  []string `json:"sites"`
	Team   string   `json:"team"`
	At     string   `json:"at"`
}

// nodes are the places to which an object belongs; what belongs to none is the
// whole organisation's.
func (a author) nodes(o *org.Organisation, e org.Edit, value json.RawMessage) []string {
	var p placed
	_ = json.Unmarshal(value, &p) // a value of ours; what a kind does not say stays empty
	switch e.Kind {
	case org.KindSite:
		return a.siteNodes(e, p)
	case org.KindTeam, org.KindCounter, org.KindDevice, org.KindQueue:
		if p.Site != "" {
			return []string{org.SiteNode(p.Site)}
		}
	case org.KindService, org.KindNotice:
		var nodes []string
		for _, site := range p.Sites {
			nodes = append(nodes, org.SiteNode(site))
		}
		if len(nodes) > 0 {
			return nodes
		}
	case org.KindUser:
		if u, ok := o.User(e.Key); ok {
			return []string{o.UserNode(u)}
		}
	case org.KindAlert:
		if p.At != "" {
			return []string{p.At}
		}
	}
	return []string{org.NodeOrg}
}

// siteNodes lets a site's own manager change it; to open, close or move one is
// its region's matter.
func (a author) siteNodes(e org.Edit, p placed) []string {
	was, existed := a.before.Site(e.Key)
	is, exists := a.after.Site(e.Key)
	if existed && exists && was.Region == is.Region {
		return []string{org.SiteNode(e.Key)}
	}
	return []string{org.RegionNode(p.Region)}
}

// mayEditUser refuses to touch somebody who may do more than the author, and to
// give anybody what the author has not.
func (a author) mayEditUser(login string) error {
	if was, ok := a.before.User(login); ok && was.ID != a.who.UserID {
		if p, node := a.beyond(a.before, was.Grants); p != "" {
			return core.Errorf(core.Forbidden, "%s has the permission %s at %s, which you have not: ask somebody who has", login, p, node)
		}
	}
	is, ok := a.after.User(login)
	if !ok {
		return nil
	}
	given := is.Grants
	if was, known := a.before.User(login); known {
		given = slices.DeleteFunc(slices.Clone(given), func(g org.Grant) bool { return slices.Contains(was.Grants, g) })
	}
	if p, node := a.beyond(a.after, given); p != "" {
		return core.FieldErrorf(core.Forbidden, "roles", "you may not give the permission %s at %s, which you have not", p, node)
	}
	return nil
}

// beyond finds a permission among grants that the author has not where it is given.
func (a author) beyond(o *org.Organisation, grants []org.Grant) (perm auth.Permission, node string) {
	for _, g := range grants {
		role, ok := o.Role(g.Role)
		if !ok {
			continue
		}
		for _, p := range role.Permissions {
			if !a.in(o, auth.Permission(p), g.At) {
				return auth.Permission(p), g.At
			}
		}
	}
	return "", ""
}

// mayEditRole refuses to put into a role what the author has not everywhere: a
// role may be held anywhere.
func (a author) mayEditRole(key string) error {
	role, ok := a.after.Role(key)
	if !ok {
		return nil
	}
	was, _ := a.before.Role(key)
	for _, p := range role.Permissions {
		if was != nil && slices.Contains(was.Permissions, p) {
			continue
		}
		if !a.in(a.before, auth.Permission(p), org.NodeOrg) {
			return core.FieldErrorf(core.Forbidden, "permissions", "you may not put %s into a role, which you have not everywhere", p)
		}
	}
	return nil
}
