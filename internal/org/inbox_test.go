package org

import (
	"strings"
	"testing"
	"time"
)

// Ensure only pages of listed origins embed an inbox, and that an asterisk stands
// for subdomains only.
func TestInbox_Embeds(t *testing.T) {
	t.Parallel()
	in := &Inbox{Origins: []string{"https://www.example.com", "http://localhost:8090", "https://*.example.org"}}
	for origin, want := range map[string]bool{
		"https://www.example.com":          true,
		"http://www.example.com":           false,
		"https://www.example.com.evil.net": false,
		"https://example.com":              false,
		"http://localhost:8090":            true,
		"http://localhost:8091":            false,
		"https://shop.example.org":         true,
		"https://a.b.example.org":          true,
		"https://example.org":              false,
		"https://evilexample.org":          false,
		"http://shop.example.org":          false,
		"null":                             false,
		"":                                 false,
	} {
		if got := in.Embeds(origin); got != want {
			t.Errorf("%q: %v", origin, got)
		}
	}
}

// Ensure what an inbox does not say has the defaults of its documentation.
func TestInbox_Defaults(t *testing.T) {
	t.Parallel()
	in := &Inbox{}
	if in.ResumeWithin() != 24*time.Hour || in.GraceTime() != 2*time.Minute || in.OpensPerMinute() != 600 || in.FileMax() != 0 {
		t.Errorf("%v %v %v %v", in.ResumeWithin(), in.GraceTime(), in.OpensPerMinute(), in.FileMax())
	}
	in.Resume, in.Files.Types = Never, []string{"image/png"}
	if in.ResumeWithin() != 0 || in.FileMax() != 5<<20 {
		t.Errorf("%v %v", in.ResumeWithin(), in.FileMax())
	}
}

// Ensure the demo shows two inboxes in four languages, and answers for agents.
func TestDemo_Inboxes(t *testing.T) {
	t.Parallel()
	o := demo(t)
	if len(o.Inboxes) != 2 || len(o.Answers) == 0 {
		t.Fatalf("%d inboxes, %d answers", len(o.Inboxes), len(o.Answers))
	}
	for i := range o.Inboxes {
		if got := strings.Join(o.InboxLanguages(&o.Inboxes[i]), " "); got != "es pt it en" {
			t.Errorf("%s speaks %s", o.Inboxes[i].Key, got)
		}
	}
}
