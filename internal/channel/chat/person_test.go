package chat_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/internal/audit"
	"turno/internal/channel"
	"turno/internal/channel/chat"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/person"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/files"
	"turno/internal/store/storetest"
)

// told are words that say who the customer is, or that somebody said about them.
// None of them is anywhere in the store or among the files after an erasure.
func told() []string {
	return []string{
		"Quirino", "quirino@example.com", "likes to be called in the morning", "bills of", "quirino pays late",
		"wants a refund", "asked the branch", "gone for lunch", "very kind indeed", "scanned-passport", "passport of quirino",
		"threatened to sue",
	}
}

// Ensure what is kept of a person is given out whole, and that erasing leaves
// nothing of it anywhere but the facts, which do not change.
func TestPerson(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		testPerson(newRig(t, s))
	})
}

func testPerson(r *rig) {
	t := r.t
	t.Helper()
	people := person.NewService(person.Options{Store: r.store, Keepers: []person.Keeper{chat.Keeper{}}, Files: files.Folder{Dir: r.dir}})
	someone, err := r.customers.Create(t.Context(), customer.New{
		Name: "Quirino Esposito", Note: "likes to be called in the morning", Segment: "premier", Language: "es",
		Identities: []customer.Identity{{Kind: customer.Email, Value: "quirino@example.com"}},
	})
	must(t, err)
	o, file, c := r.talk()
	r.closedBy(people, someone.ID, c)
	other := r.open("marta")
	r.ends(other)

	data, err := people.Data(t.Context(), someone.ID)
	must(t, err)
	given := unzip(t, data)
	for _, word := range told() {
		found := slices.ContainsFunc(given, func(e entry) bool { return bytes.Contains(e.content, []byte(word)) })
		if !found {
			t.Errorf("%q is kept and not given out", word)
		}
	}
	if len(given) != 2 || given[1].name != "files/"+file+".txt" || bytes.Contains(given[0].content, []byte("marta")) {
		t.Errorf("given: %d files, the second %s\n%s", len(given), given[1].name, given[0].content)
	}
	var doc person.Data
	must(t, json.Unmarshal(given[0].content, &doc))
	if len(doc.Contacts) != 2 || len(doc.Contacts[1].Legs) != 1 || len(doc.Contacts[1].Events) < 4 || len(doc.Customer.Identities) != 1 {
		t.Errorf("given %+v", doc)
	}

	legs, facts := r.legs(o), r.facts(o)
	n, err := people.Erase(t.Context(), someone.ID, audit.By{Party: audit.Operator})
	must(t, err)
	if n.Contacts != 2 || n.Messages < 7 || n.Files != 1 {
		t.Errorf("erased %+v", n)
	}
	r.nothingOf(told())
	if diff := cmp.Diff(legs, r.legs(o)); diff != "" {
		t.Errorf("legs (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(facts, r.facts(o)); diff != "" {
		t.Errorf("messages (-before +after):\n%s", diff)
	}
	r.refusedTo(people, someone.ID)
	for _, open := range []func() error{
		func() error { _, err := r.Held(t.Context(), o.Token); return err },
		func() error { _, err := r.Transcript(t.Context(), chat.TranscriptToken(o.Token)); return err },
		func() error { _, _, err := r.Download(t.Context(), o.Contact, file); return err },
		func() error { _, err := r.customers.Find(t.Context(), "quirino@example.com", ""); return err },
	} {
		r.refused(open(), core.NotFound)
	}
	// Somebody else's is as it was, and the log is whole.
	said, err := r.History(t.Context(), other.Contact, chat.Page{Limit: 10})
	if err != nil || len(said) == 0 || said[len(said)-1].Text != "I need help" {
		t.Errorf("somebody else: %+v, %v", said, err)
	}
	if report, err := audit.Verify(t.Context(), r.store); err != nil || report.Break != nil {
		t.Errorf("the log: %+v, %v", report, err)
	}
}

// talk is a conversation of the customer in which everybody says something, and a
// second one that a leader ends.
func (r *rig) talk() (o chat.Opened, file string, c *chat.Conversation) {
	t := r.t
	t.Helper()
	opened := func() chat.Opened {
		t.Helper()
		o, err := r.Open(t.Context(), chat.Open{
			Inbox: "help", Name: "Quirino", Email: "Quirino@Example.com", Language: "es", Text: "Bills of quirino@example.com", Address: "10.0.0.1",
		})
		r.ok(err)
		return o
	}
	o = opened()
	ana := r.signIn("ana")
	c = r.accept(ana, o)
	r.says(ana, c, "You are Quirino, and the bills of May are yours?")
	note, err := r.Agent(t.Context(), by(ana), c, chat.Say{Text: "quirino pays late", Note: true})
	r.ok(err)
	m, err := r.Customer(t.Context(), c, "10.0.0.1", chat.Say{
		Text: "wants a refund", File: &chat.Upload{Name: "scanned-passport.txt", Content: []byte("passport of quirino")},
	})
	r.ok(err)
	r.ok(r.Park(t.Context(), by(ana), channel.Park{Work: c.Work, Note: "gone for lunch"}))
	r.ok(r.Unpark(t.Context(), by(ana), channel.Unpark{Work: c.Work, Agent: ana}))
	text := "asked the branch"
	r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: c.Work, Description: channel.Description{Reason: "question", Note: &text}}))
	must(t, r.Rate(t.Context(), r.is(o, chat.Done), 5, "very kind indeed"))
	second := opened()
	r.do(&routing.Cancel{
		Head: routing.Head{ID: clock.NewID(), By: core.BySupervisor, Actor: ana}, Work: second.Work, End: core.Abandoned, Detail: "threatened to sue",
	})
	must(t, r.Reconcile(t.Context()))
	if note.Number == 0 {
		t.Error("the note has no number")
	}
	return o, m.File.ID, c
}

// closedBy refuses to erase before the last wrap-up is over, and ends it.
func (r *rig) closedBy(people *person.Service, id core.ID, c *chat.Conversation) {
	r.t.Helper()
	_, err := people.Erase(r.t.Context(), id, audit.By{Party: audit.Operator})
	r.refused(err, core.Conflict) // in wrap-up
	r.closeWrapUp(c.Work)
}

// ends has a conversation that nobody took end.
func (r *rig) ends(o chat.Opened) {
	r.t.Helper()
	must(r.t, r.Leave(r.t.Context(), &o.Conversation))
	r.pass(time.Second)
}

// refusedTo has nobody give out or erase what is gone.
func (r *rig) refusedTo(people *person.Service, id core.ID) {
	r.t.Helper()
	_, err := people.Data(r.t.Context(), id)
	r.refused(err, core.NotFound)
	_, err = people.Erase(r.t.Context(), id, audit.By{Party: audit.Operator})
	r.refused(err, core.NotFound)
}

// nothingOf looks for words in a copy of every row of the store, and in the names
// and contents of files.
func (r *rig) nothingOf(words []string) {
	t := r.t
	t.Helper()
	backup := filepath.Join(t.TempDir(), "backup.db")
	folder := files.Folder{Dir: r.dir}
	if _, err := r.store.Backup(t.Context(), backup, &folder); err != nil {
		t.Fatal(err)
	}
	rows, err := os.ReadFile(backup)
	must(t, err)
	for _, word := range words {
		if i := bytes.Index(bytes.ToLower(rows), bytes.ToLower([]byte(word))); i >= 0 {
			near := bytes.ReplaceAll(rows[max(0, i-300):min(len(rows), i+300)], []byte{0}, nil)
			t.Errorf("%q is left: …%q…", word, near)
		}
	}
	must(t, filepath.WalkDir(r.dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			t.Errorf("the file %s is left", path)
		}
		return err
	}))
}

// entry is a file of an archive.
type entry struct {
	name    string
	content []byte
}

func unzip(t *testing.T, d *person.Data) (all []entry) {
	t.Helper()
	var archive bytes.Buffer
	must(t, d.WriteZip(&archive))
	z, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
	must(t, err)
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		content, err := io.ReadAll(r)
		must(t, err)
		all = append(all, entry{f.Name, content})
	}
	return all
}

// Ensure nobody is erased while they wait or are served.
func TestPerson_Busy(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	people := person.NewService(person.Options{Store: r.store, Keepers: []person.Keeper{chat.Keeper{}}, Files: files.Folder{Dir: r.dir}})
	someone, err := r.customers.Create(t.Context(), customer.New{
		Name: "Quirino", Identities: []customer.Identity{{Kind: customer.Email, Value: "luis@example.com"}},
	})
	must(t, err)
	o := r.open("luis")
	if c := r.is(o, chat.Waiting); c.Customer != someone.ID {
		t.Fatalf("the customer is %v", c.Customer)
	}
	_, err = people.Erase(t.Context(), someone.ID, audit.By{Party: audit.Operator})
	r.refused(err, core.Conflict)
	must(t, r.store.Read(t.Context(), func(q *db.Queries) error {
		_, err := q.GetCustomer(t.Context(), someone.ID.String())
		return err
	}))
	r.ends(o)
	n, err := people.Erase(t.Context(), someone.ID, audit.By{Party: audit.Operator})
	if err != nil || n.Contacts != 1 {
		t.Errorf("afterwards: %+v, %v", n, err)
	}
}
