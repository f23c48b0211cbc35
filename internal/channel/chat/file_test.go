package chat_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/store/files"
	"turno/internal/store/storetest"
)

// Ensure a file that a crash left without its message goes after a day, and those
// of messages stay.
func TestSweepFiles(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, storetest.Open(t, engine))
			r.signIn("ana")
			o := r.open("luis")
			m, err := r.Customer(t.Context(), &o.Conversation, "10.0.0.1", chat.Say{File: &chat.Upload{Name: "a.txt", Content: []byte("text")}})
			r.ok(err)
			folder := files.Folder{Dir: r.dir}
			loose, young := files.NewID(), files.NewID()
			must(t, errors.Join(folder.Write(loose, []byte("loose")), folder.Write(young, []byte("young"))))
			old := r.clock().Add(-25 * 60 * 60 * 1e9).Time()
			for _, id := range []string{m.File.ID, loose} {
				must(t, os.Chtimes(filepath.Join(r.dir, id[:2], id), old, old))
			}
			soon := r.clock().Time()
			must(t, os.Chtimes(filepath.Join(r.dir, young[:2], young), soon, soon))
			must(t, r.SweepFiles(t.Context()))
			if _, content, err := r.Download(t.Context(), o.Contact, m.File.ID); err != nil || string(content) != "text" {
				t.Errorf("the message's file: %q, %v", content, err)
			}
			if _, err := folder.Read(loose); core.CodeOf(err) != core.NotFound {
				t.Errorf("the loose file: %v", err)
			}
			if _, err := folder.Read(young); err != nil {
				t.Errorf("the young file: %v", err)
			}
			must(t, folder.Remove(m.File.ID))
			if _, _, err := r.Download(t.Context(), o.Contact, m.File.ID); core.CodeOf(err) != core.NotFound {
				t.Errorf("a file that is gone: %v", err)
			}
		})
	}
}
