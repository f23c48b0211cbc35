package audit_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the hands of somebody who alters the log
	_ "modernc.org/sqlite"

	"turno/internal/audit"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// each runs a test on a log of both engines, with a connection of its own to the
// database, by which somebody alters what they should not.
func each(t *testing.T, test func(t *testing.T, s *store.Store, hands *sql.DB)) {
	t.Helper()
	for _, engine := range storetest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			s := storetest.OpenURL(t, url, store.Options{})
			driver, address := "pgx", url
			if engine == store.SQLite {
				driver, address = "sqlite", "file:"+strings.TrimPrefix(url, "sqlite://")
			}
			hands, err := sql.Open(driver, address)
			must(t, err)
			t.Cleanup(func() { must(t, hands.Close()) })
			test(t, s, hands)
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// write adds n rows, each in a transaction of its own.
func write(t *testing.T, s *store.Store, n int) {
	t.Helper()
	for i := range n {
		must(t, audit.Record(t.Context(), s, audit.Entry{
			By: audit.By{Party: audit.Operator}, Kind: audit.QueueOpened, Object: audit.OfQueue(fmt.Sprint("q", i)),
			Detail: map[string]any{"i": i},
		}))
	}
}

func alter(t *testing.T, hands *sql.DB, statement string, args ...any) {
	t.Helper()
	result, err := hands.ExecContext(t.Context(), statement, args...)
	must(t, err)
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("%s: %d rows, %v", statement, n, err)
	}
}

func verify(t *testing.T, s *store.Store, expected ...audit.Head) audit.Report {
	t.Helper()
	report, err := audit.Verify(t.Context(), s, expected...)
	must(t, err)
	return report
}

// Ensure a log that nobody touched is sound, whoever wrote it at the same time.
func TestVerify_Sound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *store.Store, _ *sql.DB) {
		if r := verify(t, s); r.Break != nil || r.Rows != 0 {
			t.Errorf("an empty log: %+v", r)
		}
		const writers, rows = 8, 10
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				for range rows {
					if err := audit.Record(t.Context(), s, audit.Entry{Kind: audit.SessionOpened, By: audit.ByUser(clock.NewID())}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		r := verify(t, s)
		if r.Break != nil || r.Rows != writers*rows {
			t.Fatalf("%d rows, %+v", r.Rows, r.Break)
		}
		write(t, s, 3)
		if now := verify(t, s, r.Head); now.Break != nil || now.Rows != r.Rows+3 {
			t.Errorf("with the head of before: %+v %+v", now, now.Break)
		}
	})
}

// Ensure writers of two processes do not tear the chain: the store makes the one
// that came second write again.
func TestWrite_TwoProcesses(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			stores := []*store.Store{
				storetest.OpenURL(t, url, store.Options{}), storetest.OpenURL(t, url, store.Options{Attempts: 20}),
			}
			var all sync.WaitGroup
			for _, s := range stores {
				all.Go(func() {
					for range 20 {
						if err := audit.Record(t.Context(), s, audit.Entry{Kind: audit.SessionEnded}); err != nil && core.CodeOf(err) != core.Unavailable {
							t.Error(err)
						}
					}
				})
			}
			all.Wait()
			if r := verify(t, stores[0]); r.Break != nil || r.Rows < 20 {
				t.Errorf("%+v %+v", r, r.Break)
			}
		})
	}
}

// Ensure every way of altering the log is told, at the right row.
func TestVerify_Altered(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		statements []string
		number     int64
		reason     string
	}{
		"content":        {[]string{`UPDATE audit SET detail = '{"i":9}' WHERE number = 4`}, 4, "content"},
		"who":            {[]string{`UPDATE audit SET who = 'somebody' WHERE number = 1`}, 1, "content"},
		"a moved letter": {[]string{`UPDATE audit SET kind = 'queue.opene', party = 'doperator' WHERE number = 4`}, 4, "content"},
		"hash":           {[]string{`UPDATE audit SET hash = previous WHERE number = 6`}, 6, "content"},
		"previous":       {[]string{`UPDATE audit SET previous = hash WHERE number = 6`}, 6, "follow"},
		"middle row":     {[]string{`DELETE FROM audit WHERE number = 5`}, 6, "row 5 before it is missing"},
		"middle rows":    {[]string{`DELETE FROM audit WHERE number IN (4, 5)`}, 6, "rows 4 to 5 before it are missing"},
		"first row":      {[]string{`DELETE FROM audit WHERE number = 1`}, 2, "missing"},
		"closed gap": {[]string{
			`DELETE FROM audit WHERE number = 5`, `UPDATE audit SET number = number - 1 WHERE number = 6`,
		}, 5, "follow"},
		"last row":  {[]string{`DELETE FROM audit WHERE number = 9`}, 9, "cut off"},
		"last rows": {[]string{`DELETE FROM audit WHERE number > 6`}, 7, "9 rows had been written"},
		"truncated": {[]string{`DELETE FROM audit`}, 1, "cut off"},
		"added":     {[]string{`INSERT INTO audit SELECT 10, at, kind, party, who, via, object, detail, hash, hash FROM audit WHERE number = 9`}, 10, "content"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, s *store.Store, hands *sql.DB) {
				write(t, s, 9)
				for _, statement := range c.statements {
					alter(t, hands, statement)
				}
				r := verify(t, s)
				if r.Break == nil || r.Break.Number != c.number || !strings.Contains(r.Break.Reason, c.reason) {
					t.Errorf("told as %+v, want row %d: …%s…", r.Break, c.number, c.reason)
				}
			})
		})
	}
}

// Ensure what the chain alone cannot show, its end cut off with the head set
// back, or all of it written anew, is told with the help of a published head.
func TestVerify_Published(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *store.Store, hands *sql.DB) {
		write(t, s, 6)
		published := verify(t, s).Head
		write(t, s, 3)
		alter(t, hands, `DELETE FROM audit WHERE number > 5`)
		alter(t, hands, `UPDATE audit_head SET number = 5, hash = (SELECT hash FROM audit WHERE number = 5)`)
		if r := verify(t, s); r.Break != nil {
			t.Fatalf("the chain alone tells %+v", r.Break)
		}
		if r := verify(t, s, published); r.Break == nil || r.Break.Number != 6 || !strings.Contains(r.Break.Reason, "published") {
			t.Errorf("with the published head: %+v", r.Break)
		}
		write(t, s, 4)
		if r := verify(t, s, published); r.Break == nil || r.Break.Number != 6 || !strings.Contains(r.Break.Reason, "written anew") {
			t.Errorf("after more was written: %+v", r.Break)
		}
	})
}

// Ensure an entry is written with what it records, or neither is.
func TestWrite_Together(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *store.Store, _ *sql.DB) {
		refused := core.Errorf(core.Conflict, "no")
		err := s.InTurn(t.Context(), func() error {
			return s.Write(t.Context(), func(tx *store.Tx) error {
				must(t, audit.Append(t.Context(), tx, audit.Entry{Kind: audit.PasswordSet}))
				return refused
			})
		})
		if core.CodeOf(err) != core.Conflict {
			t.Fatal(err)
		}
		if r := verify(t, s); r.Rows != 0 || r.Break != nil {
			t.Errorf("%+v", r)
		}
		ended, cancel := context.WithCancel(t.Context())
		must(t, s.InTurn(t.Context(), func() error {
			cancel()
			if err := audit.Record(ended, s, audit.Entry{Kind: audit.PasswordSet}); core.CodeOf(err) != core.Unavailable {
				t.Errorf("out of turn: %v", err)
			}
			return nil
		}))
	})
}

// Ensure the canonical form is the one that is documented: others check with it.
func TestSum(t *testing.T) {
	t.Parallel()
	r := audit.Row{
		Number: 1, At: 1_700_000_000_000_000, Kind: audit.QueueClosed, By: audit.By{Party: audit.User, Who: "u"},
		Object: "queue:billing", Detail: `{"ñ":1}`, Previous: audit.Genesis,
	}
	// printf 'turno-audit-1\n1:1\n16:1700000000000000\n12:queue.closed\n4:user\n1:u\n0:\n13:queue:billing\n8:{"ñ":1}\n64:%064d\n' 0 | sha256sum
	const want = "cdb731da6bf0d009af711433ccdce382174d1796c4329728e06a4570cfff20c5"
	if got := r.Sum(); got != want {
		t.Errorf("sum %s, want %s", got, want)
	}
	for _, text := range []string{"", "x", "7", "7:abc", "-1:" + audit.Genesis} {
		if _, err := audit.ParseHead(text); core.CodeOf(err) != core.Invalid {
			t.Errorf("head %q: %v", text, err)
		}
	}
	head := audit.Head{Number: 7, Hash: want}
	if got, err := audit.ParseHead(" " + head.String() + "\n"); err != nil || got != head {
		t.Errorf("head %v, %v", got, err)
	}
}

// Ensure rows are found by who, kind, object and time, in pages without gaps.
func TestFind(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *store.Store, _ *sql.DB) {
		ana, ben, customer := clock.NewID(), clock.NewID(), clock.NewID()
		began := clock.Now()
		must(t, audit.Record(t.Context(), s,
			audit.Entry{By: audit.ByUser(ana), Kind: audit.CustomerViewed, Object: audit.OfCustomer(customer)},
			audit.Entry{By: audit.ByUser(ben), Kind: audit.CustomersFound, Object: "customers", Detail: map[string]any{"customers": []core.ID{clock.NewID(), customer}}},
			audit.Entry{By: audit.ByUser(ben), Kind: audit.CustomersFound, Object: "customers", Detail: map[string]any{"customers": []core.ID{clock.NewID()}}},
			audit.Entry{By: audit.ByUser(ana), Kind: audit.SessionOpened, Object: audit.OfUser(ana)},
		))
		find := func(q audit.Query) []int64 {
			t.Helper()
			if q.Limit == 0 {
				q.Limit = 50
			}
			rows, err := audit.Find(t.Context(), s, q)
			must(t, err)
			var numbers []int64
			for i := range rows {
				numbers = append(numbers, rows[i].Number)
			}
			return numbers
		}
		for _, c := range []struct {
			q    audit.Query
			want string
		}{
			{audit.Query{}, "[4 3 2 1]"},
			{audit.Query{Who: ana.String()}, "[4 1]"},
			{audit.Query{Kind: audit.CustomersFound}, "[3 2]"},
			{audit.Query{Object: audit.OfCustomer(customer)}, "[2 1]"},
			{audit.Query{Object: audit.OfCustomer(clock.NewID())}, "[]"},
			{audit.Query{From: began, To: clock.Now() + 1}, "[4 3 2 1]"},
			{audit.Query{To: began}, "[]"},
			{audit.Query{From: clock.Now() + 1}, "[]"},
		} {
			if got := fmt.Sprint(find(c.q)); got != c.want {
				t.Errorf("%+v: rows %s, want %s", c.q, got, c.want)
			}
		}
		var paged []int64
		for after := ""; len(paged) < 5; {
			rows, err := audit.Find(t.Context(), s, audit.Query{After: after, Limit: 1})
			must(t, err)
			if len(rows) == 0 {
				break
			}
			paged = append(paged, rows[0].Number)
			after = rows[0].Key()
		}
		if fmt.Sprint(paged) != "[4 3 2 1]" {
			t.Errorf("in pages of one: %v", paged)
		}
		for _, q := range []audit.Query{{Kind: "nonsense"}, {After: "x"}, {Object: "customer:x"}} {
			if _, err := audit.Find(t.Context(), s, q); core.CodeOf(err) != core.Invalid {
				t.Errorf("%+v: %v", q, err)
			}
		}
	})
}
