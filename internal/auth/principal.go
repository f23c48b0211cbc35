package auth

import (
	"slices"

	"turno/internal/audit"
	"turno/internal/core"
)

// Kind says what sort of party a Principal is.
type Kind string

// The kinds.
const (
	KindUser    Kind = "user"
	KindDevice  Kind = "device"  // a kiosk, display or wall, by its link
	KindVisitor Kind = "visitor" // the holder of a ticket, by its link
	// KindCustomer is the holder of a conversation, by its token.
	KindCustomer Kind = "customer"
)

// Node is a node of the organisation's tree: `org`, `region:KEY`, `site:KEY`
// or `team:KEY`.
type Node = string

// Scope is a set of permissions at a node and all that lies under it.
type Scope struct {
	Node        Node         `json:"node"`
	Permissions []Permission `json:"permissions"`
}

// Tree tells whether a node lies in or under another.
type Tree interface {
	Contains(outer, inner Node) bool
}

// Principal is whoever asks. The zero value may nothing.
type Principal struct {
	Kind Kind

	// Of a user.
	UserID   core.ID
	Login    string
	Name     string
	Language string
	Site     string // where they work; empty for none
	Team     string
	Agent    bool // has a routing profile
	// Present is the site where an agent on the floor works today, which a leader
	// may have moved them to; empty: at Site, or not on the floor.
	Present string
	Scopes  []Scope
	Tree    Tree
	CSRF    string  // what changing calls of this session must carry
	TokenID core.ID // of the API token that acts for the user; zero in a session
	// MustChange: the password was set by somebody else and wants changing.
	MustChange bool
	// MustEnrol: a role of theirs asks for a second factor, and there is none yet.
	MustEnrol bool

	// Of a device: its key, kind (kiosk, display, wall) and Site (empty for a
	// wall of the whole organisation). Of a visitor: the token of the turn.
	Device     string
	DeviceKind string
	Token      string

	// Of a customer who writes: Token and these of the conversation.
	Contact core.ID
	Inbox   string
}

// By is how the audit log names the principal.
func (p Principal) By() audit.By {
	by := audit.ByUser(p.UserID)
	if !p.TokenID.IsZero() {
		by.Via = "token:" + p.TokenID.String()
	}
	return by
}

// May reports whether a user has a permission at a node. Devices and visitors
// have none: what their links open is decided by the links' own kind.
func (p Principal) May(perm Permission, node Node) bool {
	if p.Kind != KindUser || p.Tree == nil {
		return false
	}
	for _, s := range p.Scopes {
		if slices.Contains(s.Permissions, perm) && p.Tree.Contains(s.Node, node) {
			return true
		}
	}
	return false
}

// MayAt reports whether a user has a permission for what belongs to a site: its
// contacts, its tickets. One that was given at the user's own team counts where
// that team works, since a team has no contacts of its own. The rights of an
// agent's own work (OwnWork) also count where the agent works today; those of
// leading others stay where they were given.
func (p Principal) MayAt(perm Permission, site string) bool {
	if p.May(perm, "site:"+site) || p.Site == site && p.mayAtHome(perm) {
		return true
	}
	return site != "" && p.Present == site && perm.OwnWork() && p.mayAtHome(perm)
}

// mayAtHome reports whether a user has a permission where they belong.
func (p Principal) mayAtHome(perm Permission) bool {
	return p.Site != "" && p.May(perm, "site:"+p.Site) || p.Team != "" && p.May(perm, "team:"+p.Team)
}

// MaySomewhere reports whether a user has a permission at any node at all, as a
// menu wants to know.
func (p Principal) MaySomewhere(perm Permission) bool {
	if p.Kind != KindUser {
		return false
	}
	return slices.ContainsFunc(p.Scopes, func(s Scope) bool { return slices.Contains(s.Permissions, perm) })
}

// NodesWith lists the nodes at which a user was given a permission, in the
// order of the grants: a list is filtered by them.
func (p Principal) NodesWith(perm Permission) []Node {
	var nodes []Node
	for _, s := range p.Scopes {
		if p.Kind == KindUser && slices.Contains(s.Permissions, perm) {
			nodes = append(nodes, s.Node)
		}
	}
	return nodes
}

// IsZero reports whether nobody is asking.
func (p Principal) IsZero() bool { return p.Kind == "" }
