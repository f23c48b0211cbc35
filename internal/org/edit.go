package org

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"turno/internal/core"
	"turno/internal/store/db"
)

// Object is one part of an organisation as a screen edits it.
type Object struct {
	Kind  string          `json:"kind"`
	Key   string          `json:"key"`
	Place int             `json:"place,omitempty"` // from 1, in lists whose order people see
	Value json.RawMessage `json:"value"`
	Tag   string          `json:"tag"` // changes with the value: an edit names the one it was made from
}

// Edit is one change that a screen asks for: an object's new value.
type Edit struct {
	Kind string `json:"kind" maxLength:"40"`
	Key  string `json:"key" maxLength:"64"`
	// Value is the whole object; null removes it (a user is deactivated).
	Value json.RawMessage `json:"value"`
	// Was is the tag of the object that was edited, empty for a new one: what
	// somebody else changed meanwhile is never overwritten.
	Was string `json:"was,omitempty" maxLength:"16"`
	// Place moves the object within its list, from 1; 0 leaves it where it is, or
	// puts a new one last.
	Place int `json:"place,omitempty"`
}

// Removes reports whether the edit takes the object away.
func (e Edit) Removes() bool {
	return len(e.Value) == 0 || string(bytes.TrimSpace(e.Value)) == "null"
}

// editsMax bounds one draft: a branch with all that belongs to it has some hundred parts.
const editsMax = 5000

// Objects are the parts of an organisation, kind by kind.
func (o *Organisation) Objects() []Object {
	all := objects(o)
	list := make([]Object, 0, len(all))
	for _, b := range all {
		list = append(list, b.public())
	}
	return list
}

// Object returns one part by kind and key.
func (o *Organisation) Object(kind, key string) (Object, bool) {
	for _, b := range objects(o) {
		if b.kind == kind && b.key == key {
			return b.public(), true
		}
	}
	return Object{}, false
}

func (b object) public() Object {
	return Object{Kind: b.kind, Key: b.key, Place: b.order, Value: b.value, Tag: b.tag()}
}

// tag is short: it tells two forms of one object apart, and need not withstand an attack.
func (b object) tag() string {
	sum := sha256.Sum256(b.value)
	return hex.EncodeToString(sum[:8])
}

// Edited returns the organisation with the edits made, checked whole. It errs
// with core.Stale where an object is no longer the one that was edited, and with one
// core.Invalid per mistake, whose Field is `edits[2].value.threshold`, or
// `queue.billing.calendar` where an edit broke a part that is not among them.
func (o *Organisation) Edited(edits []Edit) (*Organisation, error) {
	if len(edits) > editsMax {
		return nil, core.FieldErrorf(core.TooLarge, "edits", "%d changes at once; at most %d", len(edits), editsMax)
	}
	d := draft{now: objects(o), edits: edits, at: map[[2]string]int{}}
	if err := d.read(); err != nil {
		return nil, err
	}
	edited, err := d.assemble(o)
	if err != nil {
		return nil, err
	}
	if err := Check(edited); err != nil {
		return nil, d.placed(err, edited)
	}
	return edited.link(), nil
}

// draft is the work of one Edited.
type draft struct {
	now   []object
	edits []Edit
	at    map[[2]string]int // index of the edit of a kind and key
}

// read checks each edit by itself: that it names a kind, that its value has that
// kind's form, and that it was made from what is there now.
func (d *draft) read() error {
	there := make(map[[2]string]object, len(d.now))
	for _, b := range d.now {
		there[[2]string{b.kind, b.key}] = b
	}
	var mistakes []error
	for i, e := range d.edits {
		id := [2]string{e.Kind, e.Key}
		path := fmt.Sprintf("edits[%d]", i)
		if first, twice := d.at[id]; twice {
			mistakes = append(mistakes, core.FieldErrorf(core.Invalid, path, "%s %s is changed twice, first by edits[%d]", e.Kind, e.Key, first))
			continue
		}
		d.at[id] = i
		was, known := there[id]
		if err := fresh(path, e, was, known); err != nil {
			return err // whoever must read again need not hear of mistakes
		}
		if err := wellFormed(path, e); err != nil {
			mistakes = append(mistakes, err)
		}
	}
	return errors.Join(mistakes...)
}

// fresh refuses an edit of an object that is not there, or no longer what it was.
func fresh(path string, e Edit, was object, known bool) error {
	switch {
	case !known && (e.Was != "" || e.Removes()):
		return core.FieldErrorf(core.Stale, path, "%s %s is no longer there", e.Kind, e.Key)
	case known && e.Was == "":
		return core.FieldErrorf(core.Stale, path, "there is a %s %s already", e.Kind, e.Key)
	case known && e.Was != was.tag():
		return core.FieldErrorf(core.Stale, path, "%s %s was changed meanwhile by somebody else", e.Kind, e.Key)
	}
	return nil
}

// wellFormed checks that a value has the form of its kind, with no unknown field,
// and carries the key that the edit names.
func wellFormed(path string, e Edit) error {
	empty := emptyOf(e.Kind)
	if empty == nil {
		return core.FieldErrorf(core.Invalid, path+".kind", "there is no kind of object %q", e.Kind)
	}
	if e.Removes() {
		if e.Kind == KindOrganisation {
			return core.FieldErrorf(core.Invalid, path, "the organisation itself cannot be removed")
		}
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(e.Value))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(empty); err != nil {
		return formError(path+".value", err)
	}
	if key := keyIn(empty); key != e.Key && e.Kind != KindOrganisation {
		return core.FieldErrorf(core.Invalid, path+".value.key", "a key never changes: %s is not %s", key, e.Key)
	}
	return nil
}

// formError says in words, with the field, why a value could not be read.
func formError(path string, err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return core.FieldErrorf(core.Invalid, join(path, wrong.Field), "%s is not wanted here", wrong.Value)
	}
	if own, ok := errors.AsType[*core.Error](err); ok {
		return core.FieldErrorf(core.Invalid, path, "%s", own.Message)
	}
	if _, field, unknown := strings.Cut(err.Error(), "unknown field "); unknown {
		return core.FieldErrorf(core.Invalid, path, "unknown field %s", field)
	}
	return core.FieldErrorf(core.Invalid, path, "this is not a JSON object")
}

// emptyOf is a new value of a kind, nil for unknown kinds.
func emptyOf(kind string) any { //nolint:cyclop // one case per kind
	switch kind {
	case KindOrganisation:
		return &root{}
	case KindRegion:
		return &Region{}
	case KindSite:
		return &Site{}
	case KindTeam:
		return &Team{}
	case KindSkill:
		return &Skill{}
	case KindSegment:
		return &Segment{}
	case KindProgram:
		return &Program{}
	case KindCalendar:
		return &Calendar{}
	case KindQueue:
		return &Queue{}
	case KindProfile:
		return &Profile{}
	case KindService:
		return &Service{}
	case KindCounter:
		return &Counter{}
	case KindDevice:
		return &Device{}
	case KindNotice:
		return &Notice{}
	case KindInbox:
		return &Inbox{}
	case KindAnswer:
		return &Answer{}
	case KindAlert:
		return &Alert{}
	case KindReason:
		return &Reason{}
	case KindDisposition:
		return &Disposition{}
	case KindNotReadyReason:
		return &NotReadyReason{}
	case KindRole:
		return &Role{}
	case KindUser:
		return &User{}
	default:
		return nil
	}
}

// keyIn is the key that a value of any kind carries.
func keyIn(value any) string {
	if u, ok := value.(*User); ok {
		return u.Login
	}
	doc, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	var keyed struct {
		Key string `json:"key"`
	}
	_ = json.Unmarshal(doc, &keyed) // a value of ours
	return keyed.Key
}

// assemble puts the organisation together with the edited values in place.
func (d *draft) assemble(was *Organisation) (*Organisation, error) {
	edited := &Organisation{}
	for _, b := range d.order() {
		row := db.OrgObject{Kind: b.kind, Key: b.key, Active: true}
		if b.kind == KindUser {
			id := core.NoID
			if u, ok := was.User(b.key); ok {
				id = u.ID
			}
			row.ID = id.String()
		}
		if err := edited.add(row, b.value); err != nil {
			return nil, err
		}
	}
	return edited, nil
}

// order is the parts after the edits, each list in its order.
func (d *draft) order() []object {
	var all []object
	for _, b := range d.now {
		i, edited := d.at[[2]string{b.kind, b.key}]
		if !edited {
			all = append(all, b)
			continue
		}
		delete(d.at, [2]string{b.kind, b.key})
		if e := d.edits[i]; !e.Removes() {
			all = append(all, object{kind: b.kind, key: b.key, order: b.order, value: e.Value})
		}
	}
	for _, e := range d.edits {
		if _, added := d.at[[2]string{e.Kind, e.Key}]; added {
			all = append(all, object{kind: e.Kind, key: e.Key, value: e.Value})
		}
	}
	d.index()
	for _, e := range d.edits {
		if e.Place > 0 {
			all = placed(all, e)
		}
	}
	return all
}

func (d *draft) index() {
	for i, e := range d.edits {
		d.at[[2]string{e.Kind, e.Key}] = i
	}
}

// placed moves an edit's object to its place among those of its kind.
func placed(all []object, e Edit) []object {
	at := slices.IndexFunc(all, func(b object) bool { return b.kind == e.Kind && b.key == e.Key })
	if at < 0 {
		return all
	}
	moved := all[at]
	all = slices.Delete(all, at, at+1)
	n := 0
	for i, b := range all {
		if b.kind != e.Kind {
			continue
		}
		if n++; n == e.Place {
			return slices.Insert(all, i, moved)
		}
	}
	return append(all, moved)
}

// placed says each mistake at the edit that made it: `queues[3].threshold` of the
// whole is `edits[0].value.threshold` of the draft.
func (d *draft) placed(err error, edited *Organisation) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return err
	}
	keys := map[string][]string{} // by kind, in the order of their lists
	for _, b := range objects(edited) {
		keys[b.kind] = append(keys[b.kind], b.key)
	}
	var mistakes []error
	for _, part := range joined.Unwrap() {
		e, ok := errors.AsType[*core.Error](part)
		if !ok {
			mistakes = append(mistakes, part)
			continue
		}
		kind, key, rest := partOf(e.Field, keys)
		if i, among := d.at[[2]string{kind, key}]; among {
			mistakes = append(mistakes, core.Boundf(e.Code, fmt.Sprintf("edits[%d].value%s", i, rest), e.Fault, e.Limit, "%s", e.Message))
			continue
		}
		mistakes = append(mistakes, core.Boundf(e.Code, cmp.Or(kind, KindOrganisation)+"."+key+rest, e.Fault, e.Limit, "%s", e.Message))
	}
	return errors.Join(mistakes...)
}

// partOf finds which object a path of the whole speaks of.
func partOf(path string, keys map[string][]string) (kind, key, rest string) {
	name, tail, indexed := strings.Cut(path, "[")
	kind, known := kindsByList()[name]
	if !indexed || !known {
		return KindOrganisation, RootKey, "." + path
	}
	number, rest, _ := strings.Cut(tail, "]")
	i, err := strconv.Atoi(number)
	if err != nil || i >= len(keys[kind]) {
		return kind, "", rest
	}
	return kind, keys[kind][i], rest
}

// kindsByList names the kind of the objects in each list of a file.
func kindsByList() map[string]string {
	return map[string]string{
		"regions": KindRegion, "sites": KindSite, "teams": KindTeam, "skills": KindSkill, "segments": KindSegment,
		"programs": KindProgram, "calendars": KindCalendar, "queues": KindQueue, "profiles": KindProfile,
		"services": KindService, "counters": KindCounter, "devices": KindDevice, "notices": KindNotice,
		"inboxes": KindInbox, "answers": KindAnswer, "alerts": KindAlert,
		"reasons": KindReason, "dispositions": KindDisposition, "not_ready_reasons": KindNotReadyReason,
		"roles": KindRole, "users": KindUser,
	}
}
