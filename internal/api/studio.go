package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/studio"
)

// StudioObject is one part of the organisation, with whether the caller may
// change it.
type StudioObject struct {
	org.Object
	Editable bool `json:"editable"`
	// User is an id rather than whether: the login that names a user here may change hands, and /users/{id}/… take ids.
	User string `json:"user,omitempty" doc:"Id of a user whose sign-in the caller manages, for /users/{id}/…"`
	// PublicURL is what the tag of a chat begins with: its page is of another web site and knows no other address of ours.
	PublicURL string `json:"public_url,omitempty" doc:"Of an inbox: base of the address by which pages of web sites load its chat; absent: the server's address as the caller knows it."`
}

// DraftCheck is what a draft would do.
type DraftCheck struct {
	Version  int64            `json:"version" doc:"Of the organisation that the draft was tried on."`
	Changes  []org.Change     `json:"changes" nullable:"false"`
	Effects  []studio.Effect  `json:"effects" nullable:"false" doc:"What customers, agents and colleagues would notice, what is serious first."`
	Warnings []studio.Warning `json:"warnings" nullable:"false" doc:"Rules that contradict each other, of the queues that the draft touches."`
}

// QueueWarnings are the contradictions in the rules of one queue.
type QueueWarnings struct {
	Queue    string           `json:"queue"`
	Warnings []studio.Warning `json:"warnings" nullable:"false"`
}

// Draft is a list of edits.
type Draft struct {
	Edits []org.Edit `json:"edits" minItems:"1" maxItems:"5000" nullable:"false"`
}

type (
	// StudioObjectsInput asks for the objects of one kind.
	StudioObjectsInput struct {
		Kind  string `query:"kind" required:"true" maxLength:"40" doc:"queue, user, site, …"`
		Query string `query:"query" maxLength:"100" doc:"Part of a key or of any word in it."`
		PageInput
	}
	studioObjectsOutput struct {
		Body Page[StudioObject]
	}
	studioObjectInput struct {
		Kind string `path:"kind" maxLength:"40"`
		Key  string `path:"key" maxLength:"130"`
	}
	studioObjectOutput struct {
		ETag string `header:"ETag"` //nolint:tagliatelle // as RFC 9110 writes it
		Body StudioObject
	}
	draftInput struct {
		Body Draft
	}
	draftCheckOutput struct {
		Body DraftCheck
	}
	draftOutput struct {
		Body struct {
			Version int64        `json:"version"`
			Changes []org.Change `json:"changes" nullable:"false"`
		}
	}
	studioWarningsOutput struct {
		Body Page[QueueWarnings]
	}
)

// draftMax bounds the body of a draft: two thousand people of a table.
const draftMax = 8 << 20

func (a *API) registerStudio() {
	const tag = "Studio"
	edit := a.guard(auth.OrgEdit)
	register(a, op("list-studio-objects", http.MethodGet, "/studio/objects", tag, "The organisation's objects of a kind, as screens edit them"), edit, a.listStudioObjects)
	register(a, op("get-studio-object", http.MethodGet, "/studio/objects/{kind}/{key}", tag, "One object"), edit, a.getStudioObject)
	register(a, op("list-studio-warnings", http.MethodGet, "/studio/warnings", tag, "Rules of queues that contradict each other"), edit, a.listStudioWarnings)
	check := op("check-draft", http.MethodPost, "/studio/check", tag, "Check a draft, and what it would do")
	check.MaxBodyBytes = draftMax
	register(a, check, edit, a.checkDraft)
	publish := op("publish-draft", http.MethodPost, "/studio/publish", tag, "Publish a draft, in one transaction")
	publish.MaxBodyBytes = draftMax
	register(a, publish, edit, a.publishDraft)
	a.registerStudioDrafts()
}

func (a *API) listStudioObjects(ctx context.Context, in *StudioObjectsInput) (*studioObjectsOutput, error) {
	me := a.me(ctx)
	var found []StudioObject
	past := in.After == ""
	for _, object := range me.org.Objects() {
		if object.Kind != in.Kind {
			continue
		}
		if !past {
			past = object.Key == in.After
			continue
		}
		if o, ok := a.studioObject(me, object); ok && matches(o.Object, in.Query) {
			found = append(found, o)
		}
		if len(found) > in.Limit {
			break
		}
	}
	return &studioObjectsOutput{Body: pageOf(found, in.Limit, func(o StudioObject) string { return o.Key })}, nil
}

// studioObject hides people whom the caller may not change: their addresses and
// rights are nobody else's matter.
func (a *API) studioObject(me caller, object org.Object) (StudioObject, bool) {
	edit := org.Edit{Kind: object.Kind, Key: object.Key, Value: object.Value, Was: object.Tag}
	o := StudioObject{Object: object, Editable: studio.Allowed(me.Principal, me.org, me.org, []org.Edit{edit}) == nil}
	if user, ok := me.org.User(object.Key); ok && object.Kind == org.KindUser && !user.Inactive && me.managesUser(user.ID) == nil {
		o.User = user.ID.String()
	}
	if object.Kind == org.KindInbox {
		o.PublicURL = a.PublicURL
	}
	return o, o.Editable || object.Kind != org.KindUser
}

func matches(object org.Object, query string) bool {
	query = strings.ToLower(strings.TrimSpace(query))
	return query == "" || strings.Contains(strings.ToLower(string(object.Value)), query)
}

func (a *API) getStudioObject(ctx context.Context, in *studioObjectInput) (*studioObjectOutput, error) {
	me := a.me(ctx)
	object, ok := me.org.Object(in.Kind, in.Key)
	if ok {
		if o, shown := a.studioObject(me, object); shown {
			return &studioObjectOutput{ETag: strconv.Quote(o.Tag), Body: o}, nil
		}
	}
	return nil, core.Errorf(core.NotFound, "there is no %s %q", in.Kind, in.Key)
}

func (a *API) listStudioWarnings(ctx context.Context, in *PageInput) (*studioWarningsOutput, error) {
	o := a.me(ctx).org
	var found []QueueWarnings
	for i := range o.Queues {
		key := o.Queues[i].Key // queues are sorted by it
		if key <= in.After {
			continue
		}
		if warnings := studio.Warnings(o, key); len(warnings) > 0 {
			found = append(found, QueueWarnings{Queue: key, Warnings: warnings})
		}
		if len(found) > in.Limit {
			break
		}
	}
	return &studioWarningsOutput{Body: pageOf(found, in.Limit, func(q QueueWarnings) string { return q.Queue })}, nil
}

// tried is a draft made on the organisation of this moment, which its author may make.
type tried struct {
	before, after *org.Organisation
	version       int64
}

func (a *API) try(ctx context.Context, edits []org.Edit) (*tried, error) {
	me := a.me(ctx)
	before, version := a.Org.Current()
	after, err := before.Edited(edits)
	if core.CodeOf(err) == core.Stale {
		return nil, a.staleDraft(ctx, edits, err)
	}
	if err != nil {
		return nil, err
	}
	if err := studio.Allowed(me.Principal, before, after, edits); err != nil {
		return nil, err
	}
	return &tried{before: before, after: after, version: version}, nil
}

func (a *API) checkDraft(ctx context.Context, in *draftInput) (*draftCheckOutput, error) {
	t, err := a.try(ctx, in.Body.Edits)
	if err != nil {
		return nil, err
	}
	body := DraftCheck{
		Version: t.version, Changes: list(org.Plan(t.before, t.after)),
		Effects: list(studio.Effects(t.before, t.after, a.Now())), Warnings: []studio.Warning{},
	}
	for _, e := range in.Body.Edits {
		if e.Kind == org.KindQueue && !e.Removes() {
			body.Warnings = append(body.Warnings, studio.Warnings(t.after, e.Key)...)
		}
	}
	return &draftCheckOutput{Body: body}, nil
}

// publishTries bounds how often a draft is tried again because somebody changed
// another part of the organisation in the very moment.
const publishTries = 5

func (a *API) publishDraft(ctx context.Context, in *draftInput) (*draftOutput, error) {
	var failed error
	for range publishTries {
		t, err := a.try(ctx, in.Body.Edits)
		if err != nil {
			return nil, err
		}
		version, changes, err := a.Org.Apply(ctx, a.Store, t.after, a.me(ctx).UserID.String(), t.version)
		if core.CodeOf(err) == core.Stale {
			if failed = a.Org.Refresh(ctx, a.Store); failed != nil {
				return nil, failed
			}
			failed = err
			continue
		}
		if err != nil {
			return nil, err
		}
		out := &draftOutput{}
		out.Body.Version, out.Body.Changes = version, list(changes)
		return out, nil
	}
	return nil, failed
}

// staleDraft tells whoever comes second what the first has changed.
func (a *API) staleDraft(ctx context.Context, edits []org.Edit, stale error) error {
	e, ok := errors.AsType[*core.Error](stale)
	if !ok {
		return stale
	}
	i, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(e.Field, "edits["), "]"))
	if err != nil || i >= len(edits) {
		return stale
	}
	past, err := a.pastOf(ctx, edits[i].Kind, edits[i].Key, "", 1)
	if err != nil || len(past) == 0 {
		return stale
	}
	return core.FieldErrorf(core.Stale, e.Field, "%s %s was changed meanwhile by %s: %s",
		strings.ReplaceAll(edits[i].Kind, "_", " "), edits[i].Key, cmp.Or(past[0].ActorName, "the operator"), past[0].words())
}

// wordsMax bounds what a refusal tells of a change.
const wordsMax = 300

// words say the change: `threshold 10m → 12m; goal 0.8 → 0.85`.
func (c PastChange) words() string {
	words := make([]string, 0, len(c.Fields))
	for _, f := range c.Fields {
		words = append(words, f.String())
	}
	text := []rune(strings.Join(words, "; "))
	switch {
	case c.Action != string(org.Changed) || len(text) == 0:
		return c.Action
	case len(text) > wordsMax:
		return string(text[:wordsMax]) + "…"
	default:
		return string(text)
	}
}
