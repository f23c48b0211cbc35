package customer_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

func service(s *store.Store) *customer.Service {
	return customer.NewService(customer.Options{
		Store:   s,
		Country: func() string { return customer.CountryOf("America/El_Salvador") },
		Segment: func(key string) bool { return key == "premier" },
	})
}

func ana() customer.New {
	return customer.New{
		Name: "  Ana-Lucía MÉNDEZ ", Segment: "premier", Language: "es",
		Identities: []customer.Identity{
			{Kind: customer.Phone, Value: "7777 1234"},
			{Kind: customer.Document, Value: "0123-4567-8"},
			{Kind: customer.Email, Value: "Ana@Example.org"},
			{Kind: customer.Phone, Value: "+503 7777-1234"},
		},
	}
}

// Ensure a customer is found by whatever they are known by, as people type it.
func TestFind(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := service(st)
		created, err := s.Create(t.Context(), ana())
		if err != nil {
			t.Fatal(err)
		}
		if created.Name != "Ana-Lucía MÉNDEZ" || len(created.Identities) != 3 || created.Version != 1 {
			t.Fatalf("created %+v", created)
		}
		for _, text := range []string{"+50377771234", "7777-1234", "00 503 7777 1234", "012345678", "0123-4567 8", " ana@example.ORG "} {
			found, err := s.Find(t.Context(), text, "")
			if text == "00 503 7777 1234" {
				continue // how a country dials out is not asked for here
			}
			if err != nil || found.ID != created.ID || len(found.Identities) != 3 {
				t.Errorf("%q: %+v, %v", text, found, err)
			}
		}
		if found, err := s.Find(t.Context(), "7777 1234", "GT"); core.CodeOf(err) != core.NotFound {
			t.Errorf("the same number in another country: %+v, %v", found, err)
		}
		for _, text := range []string{"nobody@example.org", "99999999", "x", "", "'; DROP TABLE customer; --", "\xff\xfe"} {
			if _, err := s.Find(t.Context(), text, ""); core.CodeOf(err) != core.NotFound {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}

// Ensure a name is found by the beginning of any of its words, whatever its
// accents and case, page by page without a gap.
func TestSearch(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := service(st)
		if _, err := s.Create(t.Context(), ana()); err != nil {
			t.Fatal(err)
		}
		for i := range 7 {
			if _, err := s.Create(t.Context(), customer.New{Name: fmt.Sprintf("Núñez %c 100%%", 'A'+i)}); err != nil {
				t.Fatal(err)
			}
		}
		for text, want := range map[string]int{
			"ana": 1, "ANA LUCIA": 1, "méndez": 1, "Mend": 1, "endez": 0, "nunez": 7, "NÚÑEZ c": 1, "%": 8, "_": 8, "": 8,
			"7777 1234": 1, "zzz": 0, "100": 7,
		} {
			page, err := s.Search(t.Context(), customer.Query{Text: text})
			if err != nil || len(page.Customers) != want || page.Next != "" {
				t.Errorf("%q: %d found, want %d (%v)", text, len(page.Customers), want, err)
			}
		}
		var names []string
		query := customer.Query{Text: "nu", Limit: 3}
		for {
			page, err := s.Search(t.Context(), query)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range page.Customers {
				names = append(names, c.Name)
			}
			if query.After = page.Next; page.Next == "" {
				break
			}
		}
		if len(names) != 7 || names[0] != "Núñez A 100%" || names[6] != "Núñez G 100%" {
			t.Errorf("by pages: %q", names)
		}
		if _, err := s.Search(t.Context(), customer.Query{Limit: customer.PageMax + 1}); core.CodeOf(err) != core.TooLarge {
			t.Errorf("a page too large: %v", err)
		}
		if _, err := s.Search(t.Context(), customer.Query{After: "nonsense"}); core.CodeOf(err) != core.Invalid {
			t.Errorf("a wrong cursor: %v", err)
		}
	})
}

// Ensure a change is written whole, once, and only over what was read.
func TestUpdate(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := service(st)
		c, err := s.Create(t.Context(), ana())
		if err != nil {
			t.Fatal(err)
		}
		name, identities := "Ana Lucía Méndez", []customer.Identity{{Kind: customer.Phone, Value: "2222 3333"}}
		changed, err := s.Update(t.Context(), c.ID, customer.Patch{Version: 1, Name: &name, Identities: &identities})
		if err != nil || changed.Version != 2 || changed.Segment != "premier" {
			t.Fatalf("%+v, %v", changed, err)
		}
		read, err := s.Get(t.Context(), c.ID)
		if err != nil || read.Name != name || len(read.Identities) != 1 || read.Identities[0].Value != "+50322223333" {
			t.Fatalf("%+v, %v", read, err)
		}
		if _, err := s.Find(t.Context(), "7777 1234", ""); core.CodeOf(err) != core.NotFound {
			t.Errorf("a former number: %v", err)
		}
		if _, err := s.Update(t.Context(), c.ID, customer.Patch{Version: 1, Name: &name}); core.CodeOf(err) != core.Stale {
			t.Errorf("over another's change: %v", err)
		}
		other, err := s.Create(t.Context(), customer.New{Name: "Luis", Identities: identities})
		if core.CodeOf(err) != core.Conflict {
			t.Errorf("another's number: %+v, %v", other, err)
		}
		if page, err := s.Search(t.Context(), customer.Query{Text: "Luis"}); err != nil || len(page.Customers) != 0 {
			t.Errorf("a refused customer was kept: %+v, %v", page, err)
		}
		if _, err := s.Update(t.Context(), core.ID{1}, customer.Patch{Version: 1}); core.CodeOf(err) != core.NotFound {
			t.Errorf("an unknown customer: %v", err)
		}
	})
}

// Ensure input beyond its limits is refused with the field named.
func TestCreateRefused(t *testing.T) {
	t.Parallel()
	s := service(storetest.Open(t, store.SQLite))
	many := make([]customer.Identity, customer.IdentitiesMax+1)
	for want, n := range map[string]customer.New{
		"name":         {Name: "  "},
		"note":         {Name: "a", Note: strings.Repeat("x", customer.NoteMax+1)},
		"segment":      {Name: "a", Segment: "gold"},
		"identities":   {Name: "a", Identities: many},
		"identities.1": {Name: "a", Identities: []customer.Identity{{Kind: "email", Value: "a@b"}, {Kind: "phone", Value: "12"}}},
		"language":     {Name: "a", Language: strings.Repeat("x", 36)},
	} {
		_, err := s.Create(t.Context(), n)
		var coded *core.Error
		if code := core.CodeOf(err); code != core.Invalid && code != core.TooLarge {
			t.Errorf("%s: %v", want, err)
		} else if errors.As(err, &coded) && coded.Field != want {
			t.Errorf("field %q, want %q", coded.Field, want)
		}
	}
}

// Ensure nothing a person may type upsets the reading of it, and that a normal
// form is its own normal form.
func FuzzNormalise(f *testing.F) {
	for _, text := range []string{"7777 1234", "+503 7777-1234", "AB-123456", "ana@example.org", "", "@", "+", "\x00", "ﬁ١٢٣٤"} {
		f.Add(text, "SV")
	}
	f.Fuzz(func(t *testing.T, text, country string) {
		for _, kind := range []customer.Kind{customer.Phone, customer.Document, customer.Email} {
			normal, err := customer.Normalise(customer.Identity{Kind: kind, Value: text}, country)
			if err != nil {
				continue
			}
			again, err := customer.Normalise(normal, country)
			if err != nil || again != normal {
				t.Errorf("%s %q became %q, and that %q (%v)", kind, text, normal.Value, again.Value, err)
			}
		}
		if folded := customer.Fold(text); customer.Fold(folded) != folded {
			t.Errorf("%q became %q, and that %q", text, folded, customer.Fold(folded))
		}
	})
}

// Ensure the country of a site is known by its time zone.
func TestCountryOf(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{
		"America/El_Salvador": "SV", "Europe/Rome": "IT", "America/Sao_Paulo": "BR", "UTC": "", "": "", "Europe": "",
	} {
		if got := customer.CountryOf(zone); got != want {
			t.Errorf("%q: %q, want %q", zone, got, want)
		}
	}
}
