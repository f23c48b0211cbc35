package org

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"turno/internal/core"
)

const (
	alertShareMax = 10             // times the target
	alertTimeMax  = 24 * time.Hour // of a state, a duration, an absence
	recipientsMax = 100            // of one alert and kind
	webhookMax    = 2000           // letters of an address
)

// alerts checks who is told of what.
func (c *checker) alerts(o *Organisation) {
	list(c, "alerts", o.Alerts, func(v *Alert) string { return v.Key })
	for i := range o.Alerts {
		c.alert(fmt.Sprintf("alerts[%d]", i), &o.Alerts[i])
	}
}

func (c *checker) alert(path string, a *Alert) {
	c.wordAt(path+".name", a.Name, true, nameMax)
	c.oneOf(path+".kind", a.Kind, AlertLongestWait, AlertServiceLevel, AlertNobodyReady, AlertAgentState, AlertDevice)
	if !c.o.HasNode(a.At) {
		c.faultf(path+".at", core.FaultUnknown, "there is no %q: write org, region:KEY, site:KEY or team:KEY", a.At)
	} else if strings.HasPrefix(a.At, "team:") && a.Kind != AlertAgentState {
		c.faultf(path+".at", core.FaultNotOfTeam, "a team has agents, but no queues and no devices of its own: write its site")
	}
	for i, q := range a.Queues {
		ref(c, fmt.Sprintf("%s.queues[%d]", path, i), "queue", q, c.o.index.queues, true)
	}
	c.alertLimits(path, a)
	c.durationIn(path+".lasts", a.Lasts, 0, Duration(alertTimeMax))
	c.durationIn(path+".clears", a.Clears, 0, Duration(alertTimeMax))
	c.recipients(path, a)
}

// alertLimits checks what belongs to one kind only.
func (c *checker) alertLimits(path string, a *Alert) {
	if a.Share < 0 || a.Share > alertShareMax {
		c.faultf(path+".share", core.FaultNoShare, "%v is no share of the target: 0.8 is 80 %%, at most %d", a.Share, alertShareMax)
	}
	if a.Margin < 0 || a.Margin >= 1 {
		c.faultf(path+".margin", core.FaultNoShare, "%v is no margin below the goal: 0.05 is five points", a.Margin)
	}
	c.intIn(path+".count", a.Count, 0, 1_000_000)
	c.durationIn(path+".limit", a.Limit, 0, Duration(alertTimeMax))
	if a.Kind == AlertAgentState {
		c.oneOf(path+".state", a.State, AlertNotReady, AlertReady, AlertEngaged, AlertWrapUp, AlertOffered)
	}
	if (a.Kind == AlertAgentState || a.Kind == AlertDevice) && a.Limit <= 0 {
		c.faultf(path+".limit", core.FaultRequired, "how long may it be so? write 30m")
	}
	c.foreignLimits(path, a)
}

// foreignLimits refuses what belongs to another kind.
func (c *checker) foreignLimits(path string, a *Alert) {
	for i, r := range a.Reasons {
		ref(c, fmt.Sprintf("%s.reasons[%d]", path, i), "not-ready reason", r, c.o.index.notReady, true)
	}
	for field, wrong := range map[string]bool{
		"queues":  len(a.Queues) > 0 && !a.OfQueues(),
		"share":   a.Share != 0 && a.Kind != AlertLongestWait,
		"margin":  a.Margin != 0 && a.Kind != AlertServiceLevel,
		"count":   a.Count != 0 && a.Kind != AlertServiceLevel,
		"waiting": a.Waiting && a.Kind != AlertNobodyReady,
		"state":   a.State != "" && a.Kind != AlertAgentState,
		"reasons": len(a.Reasons) > 0 && a.State != AlertNotReady,
		"limit":   a.Limit != 0 && a.Kind != AlertAgentState && a.Kind != AlertDevice,
	} {
		if wrong {
			c.faultf(path+"."+field, core.FaultNotUsed, "an alert of kind %s has no %s", a.Kind, field)
		}
	}
}

func (c *checker) recipients(path string, a *Alert) {
	for i, r := range a.Roles {
		ref(c, fmt.Sprintf("%s.roles[%d]", path, i), "role", r, c.o.index.roles, true)
	}
	for i, login := range a.Users {
		ref(c, fmt.Sprintf("%s.users[%d]", path, i), "user", login, c.o.index.logins, true)
	}
	for field, n := range map[string]int{
		"users": len(a.Users), "roles": len(a.Roles), "addresses": len(a.Addresses), "webhooks": len(a.Webhooks),
	} {
		if n > recipientsMax {
			c.boundf(path+"."+field, core.FaultTooMany, recipientsMax, "%d entries; at most %d", n, recipientsMax)
		}
	}
	c.alertAddresses(path, a)
	if a.Mail && len(a.Roles) == 0 && len(a.Users) == 0 {
		c.faultf(path+".mail", core.FaultNobodyThere, "mail goes to the people of roles and users, and there are none: write addresses instead")
	}
}

// alertAddresses checks where messages go that are no user's.
func (c *checker) alertAddresses(path string, a *Alert) {
	for i, address := range a.Addresses {
		if p, err := mail.ParseAddress(address); err != nil || p.Address != address || len(address) > 254 {
			c.faultf(fmt.Sprintf("%s.addresses[%d]", path, i), core.FaultWrongFormat, "%q is not an e-mail address", address)
		}
	}
	for i, hook := range a.Webhooks {
		u, err := url.Parse(hook)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.Fragment != "" ||
			len(hook) > webhookMax {
			c.faultf(fmt.Sprintf("%s.webhooks[%d]", path, i), core.FaultWrongFormat, "%q is not an address to post to: write https://hooks.example.com/turno", hook)
		}
	}
}
