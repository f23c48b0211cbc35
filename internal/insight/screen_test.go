package insight

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"turno/internal/insight/rowtest"
)

// screen is a reader's copy of a topic.
type screen struct {
	t    *testing.T
	name string
	are  *rowtest.Checker
	mu   sync.Mutex
	rows map[rowKey]string
	told int // rows received after the first
}

func (s *screen) sink(rows []Row, whole bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if whole {
		s.rows = map[rowKey]string{}
	} else {
		s.told += len(rows)
	}
	for _, row := range rows {
		k := rowKey{row.Kind, row.ID}
		old, known := s.rows[k]
		switch {
		case row.Doc == nil && !known:
			s.t.Errorf("%s: %v is taken away and was not there", s.name, k)
		case row.Doc == nil:
			delete(s.rows, k)
		case old == string(row.Doc):
			s.t.Errorf("%s: %v was sent again, unchanged: %s", s.name, k, old)
		default:
			s.are.Check(s.t, row.Kind, row.Doc)
			s.rows[k] = string(row.Doc)
		}
	}
}

// blank is a screen that has not been given any rows.
func (r *rig) blank(name, key string) *screen {
	return &screen{t: r.t, name: name + ":" + key, are: rowtest.New(RowTypes()[name])}
}

func (r *rig) screen(source Source, name, key string) *screen {
	r.t.Helper()
	s := r.blank(name, key)
	stop, err := source.Open(r.t.Context(), key, s.sink)
	if err != nil {
		r.t.Fatalf("open %s: %v", s.name, err)
	}
	r.t.Cleanup(stop)
	return s
}

// row reads one row; it fails when there is none.
func row[T any](s *screen, kind, id string) T {
	s.t.Helper()
	v, ok := find[T](s, kind, id)
	if !ok {
		s.t.Fatalf("%s has no %s %q; it has %s", s.name, kind, id, strings.Join(s.keys(), ", "))
	}
	return v
}

func find[T any](s *screen, kind, id string) (v T, ok bool) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	doc, ok := s.rows[rowKey{kind, id}]
	if !ok {
		return v, false
	}
	d := json.NewDecoder(strings.NewReader(doc))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		s.t.Fatalf("%s: %s %s: %v", s.name, kind, id, err)
	}
	return v, true
}

func (s *screen) keys() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var keys []string
	for k := range s.rows {
		keys = append(keys, k.kind+"/"+k.id)
	}
	slices.Sort(keys)
	return keys
}

func (s *screen) ids(kind string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for k := range s.rows {
		if k.kind == kind {
			ids = append(ids, k.id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (s *screen) copy() map[rowKey]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.rows)
}
