package org

import (
	"cmp"
	"encoding/json"
	"slices"

	"turno/internal/core"
	"turno/internal/store/db"
)

// The kinds of objects that an organisation is stored as.
const (
	KindOrganisation   = "organisation"
	KindRegion         = "region"
	KindSite           = "site"
	KindTeam           = "team"
	KindSkill          = "skill"
	KindSegment        = "segment"
	KindProgram        = "program"
	KindCalendar       = "calendar"
	KindQueue          = "queue"
	KindProfile        = "profile"
	KindService        = "service"
	KindCounter        = "counter"
	KindDevice         = "device"
	KindNotice         = "notice"
	KindInbox          = "inbox"
	KindAnswer         = "answer"
	KindAlert          = "alert"
	KindReason         = "reason"
	KindDisposition    = "disposition"
	KindNotReadyReason = "not_ready_reason"
	KindRole           = "role"
	KindUser           = "user"
)

// RootKey is the key of the object that holds the organisation's own fields,
// whatever the organisation calls itself.
const RootKey = "org"

// root is what an organisation says of itself beside its lists.
type root struct {
	Key       string          `json:"key"`
	Name      string          `json:"name"`
	Languages []string        `json:"languages"`
	Timezone  string          `json:"timezone"`
	Routing   RoutingSettings `json:"routing"`
	Desk      DeskSettings    `json:"desk"`
}

// object is one part of an organisation, as it is stored and compared.
type object struct {
	kind, key string
	order     int // place in a list whose order carries meaning, from 1
	value     []byte
}

// stored is the document of an object's row.
type stored struct {
	Order int             `json:"order,omitempty"`
	Value json.RawMessage `json:"value"`
}

func (b object) doc() string {
	doc, err := json.Marshal(stored{Order: b.order, Value: b.value})
	if err != nil {
		panic("org: object: " + err.Error()) // a defect: the value was marshalled a moment ago
	}
	return string(doc)
}

// objects takes an organisation apart.
func objects(o *Organisation) []object {
	all := []object{newObject(KindOrganisation, RootKey, 0, root{o.Key, o.Name, o.Languages, o.Timezone, o.Routing, o.Desk})}
	all = appendObjects(all, KindRegion, o.Regions, func(v *Region) string { return v.Key })
	all = appendObjects(all, KindSite, o.Sites, func(v *Site) string { return v.Key })
	all = appendObjects(all, KindTeam, o.Teams, func(v *Team) string { return v.Key })
	all = appendObjects(all, KindSkill, o.Skills, func(v *Skill) string { return v.Key })
	all = appendObjects(all, KindSegment, o.Segments, func(v *Segment) string { return v.Key })
	all = appendObjects(all, KindProgram, o.Programs, func(v *Program) string { return v.Key })
	all = appendObjects(all, KindCalendar, o.Calendars, func(v *Calendar) string { return v.Key })
	all = appendObjects(all, KindQueue, o.Queues, func(v *Queue) string { return v.Key })
	all = appendObjects(all, KindProfile, o.Profiles, func(v *Profile) string { return v.Key })
	all = appendOrdered(all, KindService, o.Services, func(v *Service) string { return v.Key })
	all = appendObjects(all, KindCounter, o.Counters, func(v *Counter) string { return v.Key })
	all = appendObjects(all, KindDevice, o.Devices, func(v *Device) string { return v.Key })
	all = appendOrdered(all, KindNotice, o.Notices, func(v *Notice) string { return v.Key })
	all = appendObjects(all, KindInbox, o.Inboxes, func(v *Inbox) string { return v.Key })
	all = appendOrdered(all, KindAnswer, o.Answers, func(v *Answer) string { return v.Key })
	all = appendObjects(all, KindAlert, o.Alerts, func(v *Alert) string { return v.Key })
	all = appendOrdered(all, KindReason, o.Reasons, func(v *Reason) string { return v.Key })
	all = appendOrdered(all, KindDisposition, o.Outcomes, func(v *Disposition) string { return v.Key })
	all = appendOrdered(all, KindNotReadyReason, o.NotReady, func(v *NotReadyReason) string { return v.Key })
	all = appendObjects(all, KindRole, o.Roles, func(v *Role) string { return v.Key })
	for i := range o.Users {
		u := o.Users[i]
		u.ID = core.NoID // the row's own
		all = append(all, newObject(KindUser, u.Login, 0, u))
	}
	return all
}

func appendObjects[T any](all []object, kind string, items []T, key func(*T) string) []object {
	for i := range items {
		all = append(all, newObject(kind, key(&items[i]), 0, items[i]))
	}
	return all
}

func appendOrdered[T any](all []object, kind string, items []T, key func(*T) string) []object {
	for i := range items {
		all = append(all, newObject(kind, key(&items[i]), i+1, items[i]))
	}
	return all
}

func newObject(kind, key string, order int, value any) object {
	doc, err := json.Marshal(value)
	if err != nil {
		panic("org: " + kind + " " + key + ": " + err.Error()) // a defect: plain structs
	}
	return object{kind: kind, key: key, order: order, value: doc}
}

// assemble puts an organisation together from its rows. Objects that are no
// longer active are left out, but users: theirs are names that facts refer to.
func assemble(rows []db.OrgObject) (*Organisation, error) {
	type item struct {
		row db.OrgObject
		doc stored
	}
	items := make([]item, 0, len(rows))
	for _, row := range rows {
		if !row.Active && row.Kind != KindUser {
			continue
		}
		it := item{row: row}
		if err := json.Unmarshal([]byte(row.Doc), &it.doc); err != nil {
			return nil, core.Wrap(core.Internal, row.Kind+"."+row.Key, err)
		}
		items = append(items, it)
	}
	slices.SortStableFunc(items, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.row.Kind, b.row.Kind), cmp.Compare(a.doc.Order, b.doc.Order), cmp.Compare(a.row.Key, b.row.Key))
	})
	o := &Organisation{}
	for _, it := range items {
		if err := o.add(it.row, it.doc.Value); err != nil {
			return nil, core.Wrap(core.Internal, it.row.Kind+"."+it.row.Key, err)
		}
	}
	return o.link(), nil
}

// add puts one stored object in its place.
func (o *Organisation) add(row db.OrgObject, value []byte) error {
	switch row.Kind {
	case KindOrganisation:
		var r root
		err := json.Unmarshal(value, &r)
		o.Key, o.Name, o.Languages, o.Timezone, o.Routing, o.Desk = r.Key, r.Name, r.Languages, r.Timezone, r.Routing, r.Desk
		return err
	case KindUser:
		if err := appendDoc(&o.Users, value); err != nil {
			return err
		}
		u := &o.Users[len(o.Users)-1]
		id, err := core.ParseID(row.ID)
		u.ID, u.Inactive = id, u.Inactive || !row.Active
		return err
	default:
		return o.addListed(row.Kind, value)
	}
}

func (o *Organisation) addListed(kind string, value []byte) error { //nolint:cyclop // one case per kind
	switch kind {
	case KindRegion:
		return appendDoc(&o.Regions, value)
	case KindSite:
		return appendDoc(&o.Sites, value)
	case KindTeam:
		return appendDoc(&o.Teams, value)
	case KindSkill:
		return appendDoc(&o.Skills, value)
	case KindSegment:
		return appendDoc(&o.Segments, value)
	case KindProgram:
		return appendDoc(&o.Programs, value)
	case KindCalendar:
		return appendDoc(&o.Calendars, value)
	case KindQueue:
		return appendDoc(&o.Queues, value)
	case KindProfile:
		return appendDoc(&o.Profiles, value)
	case KindService:
		return appendDoc(&o.Services, value)
	case KindCounter:
		return appendDoc(&o.Counters, value)
	case KindDevice:
		return appendDoc(&o.Devices, value)
	case KindNotice:
		return appendDoc(&o.Notices, value)
	case KindInbox:
		return appendDoc(&o.Inboxes, value)
	case KindAnswer:
		return appendDoc(&o.Answers, value)
	case KindAlert:
		return appendDoc(&o.Alerts, value)
	case KindReason:
		return appendDoc(&o.Reasons, value)
	case KindDisposition:
		return appendDoc(&o.Outcomes, value)
	case KindNotReadyReason:
		return appendDoc(&o.NotReady, value)
	case KindRole:
		return appendDoc(&o.Roles, value)
	default:
		return core.Errorf(core.Internal, "unknown kind of object %q", kind)
	}
}

func appendDoc[T any](list *[]T, value []byte) error {
	var v T
	if err := json.Unmarshal(value, &v); err != nil {
		return err
	}
	*list = append(*list, v)
	return nil
}
