package org

import "strings"

// NodeOrg is the root of the tree org → region → site → team.
const NodeOrg = "org"

// RegionNode names a region in the tree, as grants and live topics do.
func RegionNode(key string) string { return "region:" + key }

// SiteNode names a site in the tree.
func SiteNode(key string) string { return "site:" + key }

// TeamNode names a team in the tree.
func TeamNode(key string) string { return "team:" + key }

// HasNode reports whether a node exists.
func (o *Organisation) HasNode(node string) bool {
	kind, key, _ := strings.Cut(node, ":")
	ok := false
	switch kind {
	case NodeOrg:
		ok = key == ""
	case "region":
		_, ok = o.Region(key)
	case "site":
		_, ok = o.Site(key)
	case "team":
		_, ok = o.Team(key)
	}
	return ok
}

// parentNode is the node above, "" above the root and for unknown nodes.
func (o *Organisation) parentNode(node string) string {
	kind, key, _ := strings.Cut(node, ":")
	switch kind {
	case "team":
		if t, ok := o.Team(key); ok {
			return SiteNode(t.Site)
		}
	case "site":
		if s, ok := o.Site(key); ok {
			return RegionNode(s.Region)
		}
	case "region":
		if _, ok := o.Region(key); ok {
			return NodeOrg
		}
	}
	return ""
}

// Contains reports whether inner is outer or lies under it. Unknown nodes are
// contained by nothing, not even by themselves.
func (o *Organisation) Contains(outer, inner string) bool {
	if !o.HasNode(outer) || !o.HasNode(inner) {
		return false
	}
	for node := inner; node != ""; node = o.parentNode(node) {
		if node == outer {
			return true
		}
	}
	return false
}

// SitesUnder lists the sites in or under a node, by key. A team stands for its site.
func (o *Organisation) SitesUnder(node string) []string {
	if kind, key, _ := strings.Cut(node, ":"); kind == "team" {
		if t, ok := o.Team(key); ok {
			return []string{t.Site}
		}
	}
	var sites []string
	for i := range o.Sites {
		if o.Contains(node, SiteNode(o.Sites[i].Key)) {
			sites = append(sites, o.Sites[i].Key)
		}
	}
	return sites
}

// QueueNode is the node a queue belongs to: its site's, or the organisation.
func (o *Organisation) QueueNode(key string) string {
	base, site := SplitQueue(key)
	if site != "" {
		return SiteNode(site)
	}
	if q, ok := o.Queue(base); ok && q.Site != "" {
		return SiteNode(q.Site)
	}
	return NodeOrg
}

// UserNode is the smallest node a user belongs to: team, else site, else the
// organisation.
func (o *Organisation) UserNode(u *User) string {
	switch {
	case u.Team != "":
		return TeamNode(u.Team)
	case u.Site != "":
		return SiteNode(u.Site)
	default:
		return NodeOrg
	}
}
