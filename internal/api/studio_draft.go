package api

import (
	"context"
	"net/http"
	"slices"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/store/db"
	"turno/internal/studio"
)

// PastChange is a line of an object's history.
type PastChange struct {
	RecordedChange
	ActorName string            `json:"actor_name" doc:"As people know them; empty for the command line."`
	Fields    []org.FieldChange `json:"fields" nullable:"false"`
}

// UndoDraft is the way back from the last change.
type UndoDraft struct {
	At        core.Instant `json:"at"`
	ActorName string       `json:"actor_name"`
	Changes   []PastChange `json:"changes" nullable:"false" doc:"What the draft takes back."`
	Draft
}

type (
	// HistoryInput asks for the history of one object.
	HistoryInput struct {
		Kind string `query:"kind" required:"true" maxLength:"40"`
		Key  string `query:"key" required:"true" maxLength:"130"`
		PageInput
	}
	historyOutput struct {
		Body Page[PastChange]
	}
	undoOutput struct {
		Body UndoDraft
	}
	copySiteInput struct {
		Body studio.SiteCopy
	}
	copyQueueInput struct {
		Body studio.QueueCopy
	}
	copyOutput struct {
		Body Draft
	}
	peopleInput struct {
		RawBody []byte `contentType:"text/csv"`
	}
	compareInput struct {
		Left  string `query:"left" required:"true" maxLength:"40"`
		Right string `query:"right" required:"true" maxLength:"40"`
	}
	compareOutput struct {
		Body struct {
			Items []studio.Difference `json:"items" nullable:"false"`
		}
	}
)

// tableMax bounds a table of people.
const tableMax = 1 << 20

// registerStudioDrafts adds what writes drafts for people: none of it publishes.
func (a *API) registerStudioDrafts() {
	const tag = "Studio"
	edit := a.guard(auth.OrgEdit)
	register(a, op("list-object-changes", http.MethodGet, "/studio/history", tag, "Who changed an object, newest first"), edit, a.listObjectChanges)
	register(a, op("draft-undo", http.MethodGet, "/studio/undo", tag, "A draft that takes the last change back"), edit, a.draftUndo)
	register(a, op("draft-site-copy", http.MethodPost, "/studio/copy/site", tag, "A draft of a site like another"), edit, a.draftSiteCopy)
	register(a, op("draft-queue-copy", http.MethodPost, "/studio/copy/queue", tag, "A draft of a queue like another"), edit, a.draftQueueCopy)
	people := op("draft-people", http.MethodPost, "/studio/people", tag, "A draft of the people in a table (CSV)")
	people.MaxBodyBytes = tableMax
	register(a, people, edit, a.draftPeople)
	register(a, op("compare-sites", http.MethodGet, "/studio/compare", tag, "In what two sites differ"), edit, a.compareSites)
}

// pastOf reads an object's history, newest first.
func (a *API) pastOf(ctx context.Context, kind, key, before string, limit int) ([]PastChange, error) {
	var rows []db.OrgChange
	err := a.Store.Read(ctx, func(q *db.Queries) error {
		var err error
		rows, err = q.ListOrgChangesOf(ctx, db.ListOrgChangesOfParams{Kind: kind, Key: key, BeforeID: before, MaxRows: int32(limit)})
		return err
	})
	return a.pastChanges(rows), err
}

func (a *API) pastChanges(rows []db.OrgChange) []PastChange {
	o := a.Org.Get()
	past := make([]PastChange, 0, len(rows))
	for _, row := range rows {
		c := PastChange{RecordedChange: recorded(row), Fields: list(org.FieldChanges([]byte(row.Before), []byte(row.After)))}
		if id, err := core.ParseID(row.Actor); err == nil {
			if u, ok := o.UserByID(id); ok {
				c.ActorName = u.Name
			}
		}
		past = append(past, c)
	}
	return past
}

func (a *API) listObjectChanges(ctx context.Context, in *HistoryInput) (*historyOutput, error) {
	me := a.me(ctx)
	if object, ok := me.org.Object(in.Kind, in.Key); ok {
		if _, shown := a.studioObject(me, object); !shown {
			return nil, core.Errorf(core.NotFound, "there is no %s %q", in.Kind, in.Key)
		}
	} else if err := me.need(auth.OrgEdit, org.NodeOrg); err != nil {
		return nil, err // what is gone belongs to nobody's place any more
	}
	past, err := a.pastOf(ctx, in.Kind, in.Key, in.After, in.Limit+1)
	if err != nil {
		return nil, err
	}
	return &historyOutput{Body: pageOf(past, in.Limit, func(c PastChange) string { return c.ID })}, nil
}

// undoMax bounds the changes of one publishing that can be taken back.
const undoMax = 5000

func (a *API) draftUndo(ctx context.Context, _ *struct{}) (*undoOutput, error) {
	var rows []db.OrgChange
	err := a.Store.Read(ctx, func(q *db.Queries) error {
		found, err := q.ListOrgChanges(ctx, "", undoMax)
		for _, row := range found {
			if row.At != found[0].At {
				break // of the publishing before
			}
			rows = append(rows, row)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || len(rows) == undoMax {
		return nil, core.Errorf(core.Conflict, "there is no change that could be taken back")
	}
	past := make([]studio.Past, 0, len(rows))
	for _, row := range slices.Backward(rows) {
		past = append(past, studio.Past{Kind: row.Kind, Key: row.Key, Action: org.Action(row.Action), Before: row.Before, After: row.After})
	}
	edits, err := studio.Undo(a.Org.Get(), past)
	if err != nil {
		return nil, err
	}
	if _, err := a.try(ctx, edits); err != nil {
		return nil, err
	}
	changes := a.pastChanges(rows)
	return &undoOutput{Body: UndoDraft{
		At: changes[0].At, ActorName: changes[0].ActorName, Changes: changes, Draft: Draft{Edits: edits},
	}}, nil
}

func (a *API) draftSiteCopy(ctx context.Context, in *copySiteInput) (*copyOutput, error) {
	return drafted(studio.CopySite(a.me(ctx).org, in.Body))
}

func (a *API) draftQueueCopy(ctx context.Context, in *copyQueueInput) (*copyOutput, error) {
	return drafted(studio.CopyQueue(a.me(ctx).org, in.Body))
}

func (a *API) draftPeople(ctx context.Context, in *peopleInput) (*copyOutput, error) {
	edits, err := studio.ImportPeople(a.me(ctx).org, in.RawBody)
	if err != nil {
		return nil, err
	}
	if len(edits) == 0 {
		return &copyOutput{Body: Draft{Edits: []org.Edit{}}}, nil
	}
	// A table may name people whom the caller may not even see.
	if _, err := a.try(ctx, edits); err != nil {
		return nil, err
	}
	return drafted(edits, nil)
}

func drafted(edits []org.Edit, err error) (*copyOutput, error) {
	if err != nil {
		return nil, err
	}
	return &copyOutput{Body: Draft{Edits: list(edits)}}, nil
}

func (a *API) compareSites(ctx context.Context, in *compareInput) (*compareOutput, error) {
	o := a.me(ctx).org
	for _, site := range []struct{ field, key string }{{"left", in.Left}, {"right", in.Right}} {
		if _, ok := o.Site(site.key); !ok {
			return nil, core.Faultf(core.NotFound, site.field, core.FaultUnknown, "there is no site %q", site.key)
		}
	}
	out := &compareOutput{}
	out.Body.Items = list(studio.CompareSites(o, in.Left, in.Right))
	return out, nil
}
