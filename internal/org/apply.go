package org

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"turno/internal/audit"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// AnyVersion is the expected version of a caller who does not care which
// organisation is replaced.
const AnyVersion int64 = -1

// Load reads the organisation and its version; before the first apply that is
// Empty and 0.
func Load(ctx context.Context, s *store.Store) (*Organisation, int64, error) {
	var o *Organisation
	var version int64
	err := s.Read(ctx, func(q *db.Queries) error {
		var err error
		o, version, err = load(ctx, q)
		return err
	})
	return o, version, err
}

// Version reads the organisation's version only: cheap enough to be asked every second.
func Version(ctx context.Context, s *store.Store) (int64, error) {
	var version int64
	err := s.Read(ctx, func(q *db.Queries) error {
		var err error
		version, err = readVersion(ctx, q)
		return err
	})
	return version, err
}

func readVersion(ctx context.Context, q *db.Queries) (int64, error) {
	row, err := q.GetOrgVersion(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return row.Version, err
}

func load(ctx context.Context, q *db.Queries) (*Organisation, int64, error) {
	version, err := readVersion(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	if version == 0 {
		return Empty(), 0, nil
	}
	rows, err := q.ListOrgObjects(ctx)
	if err != nil {
		return nil, 0, err
	}
	o, err := assemble(rows)
	return o, version, err
}

// Apply replaces the organisation in one transaction, if its version is the
// expected one (core.Stale otherwise; AnyVersion takes whatever is there). It returns the version from then on, which is
// the old one when nothing differs, and what changed. Actor says in the history
// who did it: a user's id, or "operator" for the command line.
func Apply(ctx context.Context, s *store.Store, o *Organisation, actor string, expected int64) (int64, []Change, error) {
	if err := Check(o); err != nil {
		return 0, nil, err
	}
	var version int64
	var changes []Change
	err := audit.Write(ctx, s, func(tx *store.Tx) ([]audit.Entry, error) {
		old, current, err := load(ctx, tx.Queries)
		if err != nil {
			return nil, err
		}
		if expected != AnyVersion && expected != current {
			return nil, core.Errorf(core.Stale, "the organisation was changed meanwhile: it is at version %d, not %d", current, expected)
		}
		version = current
		a := applying{tx: tx, actor: actor, at: clock.Now(), version: current + 1}
		changes, err = a.run(ctx, old, withFormer(old, o), current == 0)
		if err != nil || len(changes) == 0 {
			return nil, err
		}
		version = a.version
		return a.entries, tx.SetOrgVersion(ctx, a.version, int64(a.at))
	})
	return version, changes, err
}

// applying is one apply, inside its transaction.
type applying struct {
	tx      *store.Tx
	actor   string
	at      core.Instant
	version int64
	entries []audit.Entry // for the audit log, one per changed object
}

func (a *applying) run(ctx context.Context, old, o *Organisation, first bool) ([]Change, error) {
	rows, err := a.tx.ListOrgObjects(ctx)
	if err != nil {
		return nil, err
	}
	var before []object
	if !first {
		before = objects(old)
	}
	after := objects(o)
	changes := compare(before, after)
	if len(changes) == 0 && sameOrder(before, after) {
		return nil, nil
	}
	if err := a.write(ctx, rows, after); err != nil {
		return nil, err
	}
	return changes, a.record(ctx, changes, before, after)
}

// sameOrder reports whether every object stands where it stood.
func sameOrder(before, after []object) bool {
	order := map[[2]string]int{}
	for _, b := range before {
		order[[2]string{b.kind, b.key}] = b.order
	}
	for _, b := range after {
		if order[[2]string{b.kind, b.key}] != b.order {
			return false
		}
	}
	return true
}

// write stores the objects that differ from their rows and deactivates the rest.
func (a *applying) write(ctx context.Context, rows []db.OrgObject, after []object) error {
	stored := make(map[[2]string]db.OrgObject, len(rows))
	for _, row := range rows {
		stored[[2]string{row.Kind, row.Key}] = row
	}
	for _, b := range after {
		row, known := stored[[2]string{b.kind, b.key}]
		delete(stored, [2]string{b.kind, b.key})
		doc := b.doc()
		if known && row.Active && row.Doc == doc {
			continue
		}
		if !known {
			row = db.OrgObject{ID: clock.NewID().String(), Kind: b.kind, Key: b.key}
		}
		row.Active, row.Doc = true, doc
		if err := a.upsert(ctx, row); err != nil {
			return err
		}
	}
	for _, row := range stored {
		if !row.Active {
			continue
		}
		row.Active = false
		if err := a.upsert(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

func (a *applying) upsert(ctx context.Context, row db.OrgObject) error {
	return a.tx.UpsertOrgObject(ctx, db.UpsertOrgObjectParams{
		ID: row.ID, Kind: row.Kind, Key: row.Key, Version: a.version, Active: row.Active, Doc: row.Doc, ChangedAt: int64(a.at),
	})
}

// record keeps who changed what, with the object before and after.
func (a *applying) record(ctx context.Context, changes []Change, before, after []object) error {
	was, is := values(before), values(after)
	for _, c := range changes {
		id := [2]string{c.Kind, c.Key}
		err := a.tx.InsertOrgChange(ctx, db.InsertOrgChangeParams{
			ID: clock.NewID().String(), At: int64(a.at), Actor: a.actor, Kind: c.Kind, Key: c.Key,
			Action: string(c.Action), Before: was[id], After: is[id],
		})
		if err != nil {
			return err
		}
		a.entries = append(a.entries, a.entry(c, was[id], is[id]))
	}
	return nil
}

// entry is the line of the audit log about one change.
func (a *applying) entry(c Change, before, after string) audit.Entry {
	by := audit.By{Party: audit.User, Who: a.actor}
	if _, err := core.ParseID(a.actor); err != nil {
		by = audit.By{Party: audit.Operator}
	}
	detail := configured{Action: string(c.Action), Before: json.RawMessage(before), After: json.RawMessage(after)}
	return audit.Entry{By: by, Kind: audit.ConfigurationChanged, Object: c.Kind + ":" + c.Key, Detail: detail}
}

// configured is what the audit log keeps of a changed object.
type configured struct {
	Action string          `json:"action"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

func values(all []object) map[[2]string]string {
	m := make(map[[2]string]string, len(all))
	for _, b := range all {
		m[[2]string{b.kind, b.key}] = string(b.value)
	}
	return m
}
