package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/rest"
	"turno/internal/routing"
	"turno/internal/store/db"
)

// Person is a user as colleagues see them.
type Person struct {
	ID      core.ID `json:"id"`
	Name    string  `json:"name"`
	Site    string  `json:"site,omitempty"`
	Team    string  `json:"team,omitempty"`
	Profile string  `json:"profile,omitempty" doc:"Set for agents."`
}

// Directory is what screens need to show keys as words: everything of the
// organisation but its settings' depths and people's addresses.
type Directory struct {
	Version   int64                `json:"version"`
	Name      string               `json:"name"`
	Languages []string             `json:"languages"`
	Timezone  string               `json:"timezone"`
	Regions   []org.Region         `json:"regions" nullable:"false"`
	Sites     []org.Site           `json:"sites" nullable:"false"`
	Teams     []org.Team           `json:"teams" nullable:"false"`
	Skills    []org.Skill          `json:"skills" nullable:"false"`
	Segments  []org.Segment        `json:"segments" nullable:"false"`
	Programs  []org.Program        `json:"programs" nullable:"false"`
	Queues    []DirectoryQueue     `json:"queues" nullable:"false"`
	Profiles  []DirectoryProfile   `json:"profiles" nullable:"false"`
	Services  []org.Service        `json:"services" nullable:"false"`
	Counters  []org.Counter        `json:"counters" nullable:"false"`
	Reasons   []org.Reason         `json:"reasons" nullable:"false"`
	Outcomes  []org.Disposition    `json:"dispositions" nullable:"false"`
	NotReady  []org.NotReadyReason `json:"not_ready_reasons" nullable:"false"`
	People    []Person             `json:"people" nullable:"false"`
	Inboxes   []DirectoryInbox     `json:"inboxes" nullable:"false"`
	Answers   []org.Answer         `json:"answers" nullable:"false"`
}

// DirectoryInbox is an inbox as desks name it.
type DirectoryInbox struct {
	Key       string         `json:"key"`
	Name      org.Text       `json:"name"`
	Queue     string         `json:"queue"`
	Languages []string       `json:"languages"`
	Files     org.InboxFiles `json:"files"`
}

// DirectoryQueue is a queue as screens name it.
type DirectoryQueue struct {
	Key       string       `json:"key"`
	Name      org.Text     `json:"name"`
	Channel   core.Channel `json:"channel"`
	PerSite   bool         `json:"per_site"`
	Site      string       `json:"site,omitempty"`
	Threshold int64        `json:"threshold" doc:"Microseconds."`
	Goal      float64      `json:"goal"`
	// WhenClosed is the queue's rule for a closed queue; without one it refuses who comes, and keeps who waits.
	WhenClosed *DirectoryOverflow `json:"when_closed,omitempty" doc:"Where works go while the queue is closed; absent: who comes is refused, who waits stays."`
}

// DirectoryOverflow is where an overflow rule sends works.
type DirectoryOverflow struct {
	To     routing.Destination `json:"to"`
	Target string              `json:"target,omitempty" doc:"The queue's key, or the number."`
}

// DirectoryProfile is a routing profile as screens name it.
type DirectoryProfile struct {
	Key    string   `json:"key"`
	Name   org.Text `json:"name"`
	Queues []string `json:"queues" nullable:"false"`
}

// RecordedChange is a line of the organisation's history.
type RecordedChange struct {
	ID     string       `json:"id"`
	At     core.Instant `json:"at"`
	Actor  string       `json:"actor" doc:"A user's id, or 'operator' for the command line."`
	Kind   string       `json:"kind"`
	Key    string       `json:"key"`
	Action string       `json:"action"`
	Before string       `json:"before" doc:"The object as JSON; empty when it was added."`
	After  string       `json:"after" doc:"The object as JSON; empty when it was removed."`
}

type (
	ifNoneMatch struct {
		IfNoneMatch string `header:"If-None-Match" maxLength:"128"`
	}
	directoryOutput struct {
		Status int
		ETag   string `header:"ETag"` //nolint:tagliatelle // as RFC 9110 writes it
		Body   *Directory
	}
	fileOutput struct {
		ETag        string `header:"ETag"` //nolint:tagliatelle // as RFC 9110 writes it
		ContentType string `header:"Content-Type"`
		Body        []byte
	}
	planInput struct {
		RawBody []byte `contentType:"application/yaml"`
	}
	applyInput struct {
		IfMatch string `header:"If-Match" maxLength:"128" doc:"The ETag that was read: needed (428), and refused if somebody else changed the organisation since (412)."`
		RawBody []byte `contentType:"application/yaml"`
	}
	planOutput struct {
		ETag string `header:"ETag"` //nolint:tagliatelle // as RFC 9110 writes it
		Body struct {
			Version int64        `json:"version"`
			Changes []org.Change `json:"changes" nullable:"false"`
		}
	}
	changesOutput struct {
		Body Page[RecordedChange]
	}
)

// organisationMax bounds an organisation file: some 10 000 agents.
const organisationMax = 16 << 20

func (a *API) registerOrganisation() {
	const tag = "Organisation"
	view, edit := a.guard(auth.OrgView), a.guard(auth.OrgEdit)
	register(a, op("get-organisation", http.MethodGet, "/organisation", tag, "Names of everything, for screens"), view, a.getDirectory)
	register(a, op("export-organisation", http.MethodGet, "/organisation/file", tag, "The organisation as a file"), edit, a.exportOrganisation)
	plan := op("plan-organisation", http.MethodPost, "/organisation/plan", tag, "Check a file, and what it would change")
	plan.MaxBodyBytes = organisationMax
	register(a, plan, edit, a.planOrganisation)
	apply := op("apply-organisation", http.MethodPut, "/organisation/file", tag, "Apply a file, in one transaction")
	apply.MaxBodyBytes = organisationMax
	register(a, apply, edit, a.applyOrganisation)
	register(a, op("list-organisation-changes", http.MethodGet, "/organisation/changes", tag, "Who changed what, newest first"), edit, a.listChanges)
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// versionOf reads If-Match. Without it a change is refused (428, RFC 6585
// section 3): it might undo one that its caller has not seen.
func versionOf(tag string) (int64, error) {
	if tag == "" {
		return 0, core.Faultf(core.Invalid, rest.IfMatch, core.FaultRequired, "say with If-Match which version you read")
	}
	v, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(tag, "W/"), `"`), 10, 64)
	if err != nil {
		return 0, core.Faultf(core.Invalid, rest.IfMatch, core.FaultWrongFormat, "not an ETag of ours: %q", rest.Brief(tag))
	}
	return v, nil
}

func (a *API) getDirectory(_ context.Context, in *ifNoneMatch) (*directoryOutput, error) {
	o, version := a.Org.Current()
	tag := etag(version)
	if in.IfNoneMatch == tag {
		return &directoryOutput{Status: http.StatusNotModified, ETag: tag}, nil
	}
	return &directoryOutput{Status: http.StatusOK, ETag: tag, Body: directoryOf(o, version)}, nil
}

func directoryOf(o *org.Organisation, version int64) *Directory {
	d := &Directory{
		Version: version, Name: o.Name, Languages: o.Languages, Timezone: o.Timezone,
		Regions: list(o.Regions), Sites: list(o.Sites), Teams: list(o.Teams), Skills: list(o.Skills),
		Segments: list(o.Segments), Programs: list(o.Programs), Services: list(o.Services), Counters: list(o.Counters),
		Reasons: list(o.Reasons), Outcomes: list(o.Outcomes), NotReady: list(o.NotReady),
		Queues: []DirectoryQueue{}, Profiles: []DirectoryProfile{}, People: []Person{},
		Inboxes: []DirectoryInbox{}, Answers: list(o.Answers),
	}
	for i := range o.Inboxes {
		in := &o.Inboxes[i]
		d.Inboxes = append(d.Inboxes, DirectoryInbox{
			Key: in.Key, Name: in.Name, Queue: in.Queue, Languages: o.InboxLanguages(in), Files: in.Files,
		})
	}
	for i := range o.Queues {
		q := &o.Queues[i]
		d.Queues = append(d.Queues, DirectoryQueue{
			Key: q.Key, Name: q.Name, Channel: q.Channel, PerSite: q.PerSite, Site: q.Site,
			Threshold: q.Threshold.Std().Microseconds(), Goal: q.Goal, WhenClosed: whenClosed(q),
		})
	}
	for i := range o.Profiles {
		p := DirectoryProfile{Key: o.Profiles[i].Key, Name: o.Profiles[i].Name, Queues: []string{}}
		for _, q := range o.Profiles[i].Queues {
			p.Queues = append(p.Queues, q.Queue)
		}
		d.Profiles = append(d.Profiles, p)
	}
	for i := range o.Users {
		u := &o.Users[i]
		d.People = append(d.People, Person{ID: u.ID, Name: u.Name, Site: o.SiteOf(u), Team: u.Team, Profile: u.Profile})
	}
	return d
}

// whenClosed is the first of a queue's rules for being closed, nil where it has none.
func whenClosed(q *org.Queue) *DirectoryOverflow {
	for i := range q.Overflow {
		if rule := &q.Overflow[i]; rule.When == routing.QueueClosed {
			return &DirectoryOverflow{To: rule.To, Target: rule.Target}
		}
	}
	return nil
}

// list never gives a nil, which JSON would write as null.
func list[T any](rows []T) []T {
	if rows == nil {
		return []T{}
	}
	return rows
}

func (a *API) exportOrganisation(ctx context.Context, _ *struct{}) (*fileOutput, error) {
	if err := a.me(ctx).need(auth.OrgEdit, org.NodeOrg); err != nil {
		return nil, err
	}
	o, version := a.Org.Current()
	return &fileOutput{ETag: etag(version), ContentType: "application/yaml; charset=utf-8", Body: org.Export(o)}, nil
}

func (a *API) planOrganisation(ctx context.Context, in *planInput) (*planOutput, error) {
	if err := a.me(ctx).need(auth.OrgEdit, org.NodeOrg); err != nil {
		return nil, err
	}
	wanted, err := org.Parse(in.RawBody)
	if err != nil {
		return nil, err
	}
	now, version := a.Org.Current()
	out := &planOutput{ETag: etag(version)}
	out.Body.Version = version
	out.Body.Changes = list(org.Plan(now, wanted))
	return out, nil
}

func (a *API) applyOrganisation(ctx context.Context, in *applyInput) (*planOutput, error) {
	me := a.me(ctx)
	if err := me.need(auth.OrgEdit, org.NodeOrg); err != nil {
		return nil, err
	}
	wanted, err := org.Parse(in.RawBody)
	if err != nil {
		return nil, err
	}
	expected, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	version, changes, err := a.Org.Apply(ctx, a.Store, wanted, me.UserID.String(), expected)
	if err != nil {
		return nil, err
	}
	out := &planOutput{ETag: etag(version)}
	out.Body.Version = version
	out.Body.Changes = list(changes)
	return out, nil
}

func (a *API) listChanges(ctx context.Context, in *PageInput) (*changesOutput, error) {
	if err := a.me(ctx).need(auth.OrgEdit, org.NodeOrg); err != nil {
		return nil, err
	}
	var rows []RecordedChange
	err := a.Store.Read(ctx, func(q *db.Queries) error {
		found, err := q.ListOrgChanges(ctx, in.After, int32(in.Limit)+1)
		for _, c := range found {
			rows = append(rows, recorded(c))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &changesOutput{Body: pageOf(rows, in.Limit, func(c RecordedChange) string { return c.ID })}, nil
}

func recorded(c db.OrgChange) RecordedChange {
	return RecordedChange{
		ID: c.ID, At: core.Instant(c.At), Actor: c.Actor, Kind: c.Kind, Key: c.Key, Action: c.Action,
		Before: c.Before, After: c.After,
	}
}
