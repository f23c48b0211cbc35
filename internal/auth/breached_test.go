package auth_test

import (
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"turno/internal/auth"
	"turno/internal/clock"
	"turno/internal/core"
)

func breachedList(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Ensure every password of a list is found, the first and the last too, and no
// other, in each form in which lists come.
func TestBreached(t *testing.T) {
	t.Parallel()
	var passwords, hashes []string
	for i := range 500 {
		passwords = append(passwords, fmt.Sprintf("a leaked password %d", i))
		hashes = append(hashes, fmt.Sprintf("%X:%d", sha1.Sum([]byte(passwords[i])), i*i*i))
	}
	slices.Sort(hashes)
	for name, content := range map[string]string{
		"hashes":               strings.Join(hashes, "\n") + "\n",
		"hashes of Windows":    strings.Join(hashes, "\r\n") + "\r\n",
		"hashes, no last feed": strings.Join(hashes, "\n"),
		"lower-case hashes":    strings.ToLower(strings.Join(hashes, "\n")),
		"plain":                strings.Join(passwords, "\n") + "\n\n",
		"plain of Windows":     strings.Join(passwords, "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list, err := auth.OpenBreached(breachedList(t, content))
			if err != nil {
				t.Fatal(err)
			}
			for i, password := range passwords {
				if err := list.Check(password); core.CodeOf(err) != core.Invalid {
					t.Errorf("%q: %v", password, err)
				}
				if err := list.Check(fmt.Sprintf("a password of one's own %d", i)); err != nil {
					t.Errorf("%d: %v", i, err)
				}
			}
			if err := list.Check(""); err != nil {
				t.Error(err)
			}
			if err := list.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("short lists", func(t *testing.T) {
		t.Parallel()
		for content, found := range map[string]bool{"": false, hashes[0]: false, fmt.Sprintf("%X", sha1.Sum([]byte("one"))): true, "one": true} {
			list, err := auth.OpenBreached(breachedList(t, content))
			if err != nil {
				t.Fatal(err)
			}
			if err := list.Check("one"); (err != nil) != found {
				t.Errorf("%q: %v", content, err)
			}
		}
	})
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		var none *auth.Breached
		if err := none.Check("password"); err != nil {
			t.Error(err)
		}
	})
	t.Run("broken", func(t *testing.T) {
		t.Parallel()
		if _, err := auth.OpenBreached(filepath.Join(t.TempDir(), "missing")); core.CodeOf(err) != core.Unavailable {
			t.Errorf("a missing list: %v", err)
		}
		reversed := slices.Clone(hashes)
		slices.Reverse(reversed)
		if _, err := auth.OpenBreached(breachedList(t, strings.Join(reversed, "\n"))); core.CodeOf(err) != core.Invalid {
			t.Errorf("a list out of order: %v", err)
		}
		list, err := auth.OpenBreached(breachedList(t, hashes[0]+"\n"+strings.Repeat("no hash at all, for a long time\n", 9)+strings.Join(hashes[490:], "\n")))
		if err != nil {
			t.Fatal(err)
		}
		if err := list.Check("anything"); core.CodeOf(err) != core.Unavailable {
			t.Errorf("a list with other lines: %v", err)
		}
	})
}

// Ensure no way of setting a password takes a leaked one.
func TestBreached_Everywhere(t *testing.T) {
	t.Parallel()
	const leaked, good = "incorrect horse battery", "another horse, unknown"
	list, err := auth.OpenBreached(breachedList(t, leaked+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	f := newFixture(t, "sqlite", func(o *auth.Options) { o.Breached = list })
	session, err := f.SignIn(t.Context(), "ana", password, auth.Origin{Address: "10.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	change := func(to string) error {
		return f.ChangePassword(t.Context(), session.Principal, session.Token, password, to)
	}
	set := func(to string) error { return f.SetPassword(t.Context(), operator, f.ana, to, true) }
	for name, do := range map[string]func(string) error{"change": change, "set": set} {
		if err := do(leaked); core.CodeOf(err) != core.Invalid || !strings.Contains(err.Error(), "leaked") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := change(good); err != nil {
		t.Errorf("one that nobody knows: %v", err)
	}
	f.place.accounts["new"] = &auth.Account{ID: clock.NewID(), Login: "new", Active: true}
	_, err = f.GivePassword(t.Context(), f.place.accounts["new"].ID, leaked)
	wantCode(t, err, core.Invalid)
}
