package org

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Action is what a change does to an object.
type Action string

// The actions. Users are deactivated where others are removed: facts name them.
const (
	Added       Action = "added"
	Changed     Action = "changed"
	Removed     Action = "removed"
	Deactivated Action = "deactivated"
	Reordered   Action = "reordered" // a list whose order people see; Key is empty
)

// Change is one difference between two organisations.
type Change struct {
	Kind   string        `json:"kind"`
	Key    string        `json:"key"`
	Action Action        `json:"action"`
	Fields []FieldChange `json:"fields,omitempty"` // with Changed, by path
}

// FieldChange is one field of a changed object; Before or After is empty where
// the field was not there.
type FieldChange struct {
	Path   string `json:"path"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// String says the change in words: `queue billing changed: threshold 10m → 15m`.
func (c Change) String() string {
	text := strings.ReplaceAll(c.Kind, "_", " ")
	if c.Action == Reordered {
		return text + "s are in another order"
	}
	if c.Kind != KindOrganisation {
		text += " " + c.Key
	}
	text += " " + string(c.Action)
	fields := make([]string, len(c.Fields))
	for i, f := range c.Fields {
		fields[i] = f.String()
	}
	if len(fields) > 0 {
		text += ": " + strings.Join(fields, "; ")
	}
	return text
}

// String says the field's change in words.
func (f FieldChange) String() string {
	switch {
	case f.Before == "":
		return f.Path + " is now " + f.After
	case f.After == "":
		return f.Path + " is no longer " + f.Before
	default:
		return f.Path + " " + f.Before + " → " + f.After
	}
}

// Plan lists what differs between two organisations, by kind and key: what an
// apply of the second to the first would do. Users whom the second leaves out
// are deactivated; former ones stay as they are.
func Plan(old, new *Organisation) []Change { //nolint:predeclared,revive // old and new are the words
	return compare(objects(old), objects(withFormer(old, new)))
}

func compare(before, after []object) []Change {
	type id struct{ kind, key string }
	was := make(map[id]object, len(before))
	for _, b := range before {
		was[id{b.kind, b.key}] = b
	}
	var changes []Change
	is := make(map[id]bool, len(after))
	for _, a := range after {
		is[id{a.kind, a.key}] = true
		b, known := was[id{a.kind, a.key}]
		switch {
		case !known:
			changes = append(changes, Change{Kind: a.kind, Key: a.key, Action: Added})
		case !bytes.Equal(a.value, b.value):
			if c := change(a, b); c.Action != Changed || len(c.Fields) > 0 { // null and [] are the same
				changes = append(changes, c)
			}
		}
	}
	for _, b := range before {
		if !is[id{b.kind, b.key}] {
			changes = append(changes, Change{Kind: b.kind, Key: b.key, Action: Removed})
		}
	}
	return append(changes, reordered(before, after)...)
}

// change compares two forms of one object.
func change(after, before object) Change {
	c := Change{Kind: after.kind, Key: after.key, Action: Changed, Fields: FieldChanges(before.value, after.value)}
	if after.kind == KindUser {
		for _, f := range c.Fields {
			if f.Path == "inactive" && f.After == "true" {
				c.Action, c.Fields = Deactivated, nil
				break
			}
		}
	}
	return c
}

// FieldChanges compares two forms of one object as JSON documents; either may be
// empty.
func FieldChanges(before, after []byte) []FieldChange {
	was, is := Leaves(before), Leaves(after)
	paths := sortedKeys(was)
	for path := range is {
		if _, ok := was[path]; !ok {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	var changes []FieldChange
	for _, path := range paths {
		if was[path] != is[path] {
			changes = append(changes, FieldChange{Path: path, Before: was[path], After: is[path]})
		}
	}
	return changes
}

// Leaves flattens a JSON document: steps[0].after → "40s". Empty values are left
// out, as the file leaves them out.
func Leaves(doc []byte) map[string]string {
	if len(doc) == 0 {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(doc))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return map[string]string{"": string(doc)}
	}
	flat := map[string]string{}
	flatten(value, "", flat)
	return flat
}

func flatten(value any, path string, flat map[string]string) {
	switch v := value.(type) {
	case map[string]any:
		for key, item := range v {
			flatten(item, join(path, key), flat)
		}
	case []any:
		if text, ok := plainList(v); ok {
			flat[path] = text
			return
		}
		for i, item := range v {
			flatten(item, path+"["+strconv.Itoa(i)+"]", flat)
		}
	case nil:
	default:
		if text := fmt.Sprint(v); text != "" && text != "0" && text != "false" && text != "0s" {
			flat[path] = text
		}
	}
}

// plainList writes a list of plain values as one: `es, en`.
func plainList(items []any) (string, bool) {
	texts := make([]string, 0, len(items))
	for _, item := range items {
		text, ok := item.(string)
		if !ok {
			return "", false
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", "), len(items) > 0
}

// reordered finds lists whose common entries stand in another order.
func reordered(before, after []object) []Change {
	var changes []Change
	for _, kind := range []string{KindService, KindNotice, KindReason, KindDisposition, KindNotReadyReason} {
		was, is := keysOf(before, kind), keysOf(after, kind)
		if !slices.Equal(only(was, is), only(is, was)) {
			changes = append(changes, Change{Kind: kind, Action: Reordered})
		}
	}
	return changes
}

// only keeps the keys that are among others.
func only(keys, others []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return !slices.Contains(others, key) })
}

func keysOf(all []object, kind string) []string {
	var keys []string
	for _, b := range all {
		if b.kind == kind {
			keys = append(keys, b.key)
		}
	}
	return keys
}

// withFormer adds to an organisation the users that it leaves out and the old
// one has: former users, who keep their id and name and nothing else. Ids of
// those that stay are the old ones.
func withFormer(old, new *Organisation) *Organisation { //nolint:predeclared,revive // old and new are the words
	merged := *new
	merged.cloneLists()
	stays := make(map[string]bool, len(merged.Users))
	for i := range merged.Users {
		u := &merged.Users[i]
		stays[u.Login] = true
		if was, ok := old.User(u.Login); ok {
			u.ID = was.ID
		}
	}
	for i := range old.Users {
		u := &old.Users[i]
		if !stays[u.Login] {
			merged.Users = append(merged.Users, User{
				ID: u.ID, Login: u.Login, Name: u.Name, Email: u.Email, Inactive: true,
			})
		}
	}
	return merged.link()
}
