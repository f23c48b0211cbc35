package branch_test

import (
	"bytes"
	"net"
	"strings"
	"testing"
	"time"

	"turno/internal/channel/branch"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// block reserves numbers for a kiosk.
func (r *rig) block(site, prefix string, count int) branch.Block {
	r.t.Helper()
	b, err := r.ReserveBlock(r.t.Context(), branch.Reserve{Site: site, Device: site + "-kiosk", Prefix: prefix, Count: count})
	r.ok(err)
	return b
}

func (r *rig) late(site string, tickets ...branch.LateTicket) []branch.LateResult {
	r.t.Helper()
	results, err := r.IssueLate(r.t.Context(), visitor(), branch.Late{Site: site, Device: site + "-kiosk", Tickets: tickets})
	r.ok(err)
	return results
}

// Ensure the tickets of a kiosk that was cut off join the line in the order of
// their own time, and sending them again answers the same.
func TestLate(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		first := r.issue("rome", "care")
		b := r.block("rome", "A", 5)
		if b.First != 500 || b.Last != 504 || b.Day != "2026-07-01" {
			t.Fatalf("block %+v", b)
		}
		r.pass(10 * time.Minute)
		online := r.issue("rome", "loans")
		if online.Label != "A-002" {
			t.Errorf("beside the block: %s", online.Label)
		}
		tickets := []branch.LateTicket{
			{Prefix: "A", Number: 501, Service: "care", At: at(t, "2026-07-01 09:05:00"), Token: "abcdefghijklmnop"},
			{Prefix: "A", Number: 500, Service: "loans", Language: "es", At: at(t, "2026-07-01 09:02:00")},
			{Prefix: "A", Number: 502, Service: "care", At: at(t, "2026-07-01 08:00:00")},                            // a clock that is slow
			{Prefix: "A", Number: 503, Service: "care", At: at(t, "2026-07-01 12:00:00")},                            // and one that is fast
			{Prefix: "A", Number: 9, Service: "care", At: at(t, "2026-07-01 09:05:00")},                              // not reserved
			{Prefix: "B", Number: 2, Service: "care", At: at(t, "2026-07-01 09:05:00")},                              // another series
			{Prefix: "A", Number: 504, Service: "care", At: at(t, "2026-07-01 09:06:00"), Token: "abcdefghijklmnop"}, // another's page
			{Prefix: "A", Number: 504, Service: "care", At: 1, Token: "short"},                                       // not a token
			{Prefix: "A", Number: 504, Service: "dance", At: at(t, "2026-07-01 09:06:00")},                           // no service
		}
		results := r.late("rome", tickets...)
		for i, want := range []string{"A-501", "A-500", "A-502", "A-503"} {
			if got := results[i]; got.Err != nil || got.Ticket.Label != want {
				t.Errorf("%s: %+v", want, got)
			}
		}
		if results[0].Ticket.Token != "abcdefghijklmnop" || results[1].Ticket.Language != "es" {
			t.Errorf("tickets %+v", results[:2])
		}
		for i, field := range []string{"number", "prefix", "token", "token", "service"} {
			code := core.Invalid
			if i == 2 {
				code = core.Conflict
			}
			wantField(t, field, results[4+i].Err, code, field)
		}
		r.pass(time.Second)
		byLabel := map[string]branch.Ticket{}
		for _, w := range r.works() {
			byLabel[w.Meta.Label] = branch.Ticket{Work: w.ID, Label: w.Meta.Label}
		}
		r.order(first, byLabel["A-502"], byLabel["A-500"], byLabel["A-501"], byLabel["A-002"], byLabel["A-503"])
		again := r.late("rome", tickets[:4]...)
		for i := range again {
			if again[i].Err != nil || again[i].Ticket.Contact != results[i].Ticket.Contact || again[i].Ticket.Token != results[i].Ticket.Token {
				t.Errorf("sent again: %+v, first %+v", again[i], results[i])
			}
		}
		if n := len(r.works()); n != 6 {
			t.Errorf("%d works, want 6", n)
		}
	})
}

// Ensure tickets that come in when their day, or the opening hours, are over are
// written down as closed out, once; a site that serves after closing serves them.
func TestLate_TooLate(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 17:30:00")
	b := r.block("rome", "A", 3)
	r.until("2026-07-01 18:10:00")
	evening := branch.LateTicket{Prefix: "A", Number: b.First, Service: "care", At: at(t, "2026-07-01 17:45:00")}
	got := r.late("rome", evening)[0]
	r.ok(got.Err)
	r.visit(got.Ticket, branch.ClosedOut)
	if leg := r.leg(got.Ticket); leg.End != core.ClosedOut || leg.Arrived != evening.At || leg.Released != at(t, "2026-07-01 18:00:00") {
		t.Errorf("leg %+v", leg)
	}
	r.until("2026-07-02 09:00:00")
	yesterday := branch.LateTicket{Prefix: "A", Number: b.First + 1, Service: "care", At: at(t, "2026-07-01 17:50:00")}
	got = r.late("rome", yesterday)[0]
	r.ok(got.Err)
	if v := r.visit(got.Ticket, branch.ClosedOut); v.Day != "2026-07-01" {
		t.Errorf("visit %+v", v)
	}
	again := r.late("rome", evening, yesterday)
	if again[1].Err != nil || again[1].Ticket.Contact != got.Ticket.Contact || len(r.legs(got.Ticket)) != 1 {
		t.Errorf("again: %+v", again)
	}
	r.until("2026-07-03 09:00:00") // two days later nobody knows the block
	got = r.late("rome", branch.LateTicket{Prefix: "A", Number: b.Last, Service: "care", At: at(t, "2026-07-03 08:59:00")})[0]
	r.refused(got.Err, core.Invalid)
}

// Ensure a kiosk that is cut off over midnight is understood, in the site's time.
func TestLate_OverMidnight(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-10-24 23:30:00")
	b := r.block("airport", "A", 4)
	r.until("2026-10-25 00:20:00")
	today := r.block("airport", "A", 4)
	if today.First != 500 || today.Day != "2026-10-25" {
		t.Fatalf("block %+v", today)
	}
	got := r.late("airport",
		branch.LateTicket{Prefix: "A", Number: b.First, Service: "care", At: at(t, "2026-10-24 23:50:00")},
		branch.LateTicket{Prefix: "A", Number: today.First, Service: "care", At: at(t, "2026-10-25 00:20:00")},
	)
	r.ok(got[0].Err)
	r.ok(got[1].Err)
	if v := r.visit(got[0].Ticket, branch.ClosedOut); v.Day != "2026-10-24" {
		t.Errorf("before midnight: %+v", v)
	}
	if v := r.visit(got[1].Ticket, branch.Waiting); v.Day != "2026-10-25" || v.Label != "A-500" {
		t.Errorf("after midnight: %+v", v)
	}
}

// Ensure what a kiosk may reserve has limits.
func TestReserve_Refused(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 09:00:00")
	for name, c := range map[string]branch.Reserve{
		"site":   {Site: "paris", Prefix: "A", Count: 1},
		"count":  {Site: "rome", Prefix: "A", Count: branch.BlockMax + 1},
		"prefix": {Site: "rome", Prefix: "M", Count: 1},
	} {
		_, err := r.ReserveBlock(t.Context(), c)
		wantField(t, name, err, core.Invalid, name)
	}
	_, err := r.IssueLate(t.Context(), visitor(), branch.Late{Site: "rome", Tickets: make([]branch.LateTicket, branch.LateMax+1)})
	wantField(t, "tickets", err, core.TooLarge, "tickets")
}

// Ensure a ticket comes out of a network printer as ESC/POS, with its number, a
// code to follow it by, and letters as the printer has them.
func TestPrint(t *testing.T) {
	t.Parallel()
	printer, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer printer.Close()
	pages := make(chan []byte, 1)
	go func() {
		conn, err := printer.Accept()
		if err != nil {
			close(pages)
			return
		}
		defer conn.Close()
		var page bytes.Buffer
		_, _ = page.ReadFrom(conn)
		pages <- page.Bytes()
	}()
	r := onSQLite(t, "2026-07-01 09:00:00")
	r.configure(func(file string) string {
		file = strings.Replace(file, "es: Facturas}", "es: 'Facturas ☎'}", 1)
		return strings.Replace(file, "key: rome, name:", "key: rome, printer: '"+printer.Addr().String()+"', name:", 1)
	})
	ticket, err := r.Issue(t.Context(), visitor(), branch.Issue{Site: "rome", Service: "billing", Language: "es", Print: true})
	r.ok(err)
	if !ticket.Printing {
		t.Fatal("the ticket is not printed")
	}
	page, ok := <-pages
	if !ok {
		t.Fatal("nobody came to the printer")
	}
	for name, want := range map[string][]byte{
		"reset":   {0x1b, '@'},
		"number":  []byte("B-001\n"),
		"service": []byte("Facturas ?\n"),
		"code":    []byte("https://turno.example/t/" + ticket.Token),
		"accents": append([]byte("tel"), 0xe9), // é of Windows-1252
		"cut":     {0x1d, 'V', 'B', 0},
	} {
		if !bytes.Contains(page, want) {
			t.Errorf("%s is missing in %q", name, page)
		}
	}
	if screen, err := r.Issue(t.Context(), visitor(), branch.Issue{Site: "airport", Service: "care", Print: true}); err != nil || screen.Printing {
		t.Errorf("a site without a printer: %+v, %v", screen, err)
	}
}

// Ensure a printer that is gone costs nobody their ticket.
func TestPrint_Gone(t *testing.T) {
	t.Parallel()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = gone.Close()
	r := onSQLite(t, "2026-07-01 09:00:00")
	r.configure(func(file string) string {
		return strings.Replace(file, "key: rome, name:", "key: rome, printer: '"+gone.Addr().String()+"', name:", 1)
	})
	ticket, err := r.Issue(t.Context(), visitor(), branch.Issue{Site: "rome", Service: "care", Print: true})
	r.ok(err)
	r.visit(ticket, branch.Waiting)
}

// Ensure a block is numbers in a row, also where a thousand ends.
func TestReserveBlock_InARow(t *testing.T) {
	t.Parallel()
	r := newRig(t, storetest.Open(t, store.SQLite), "2026-07-01 09:00:00")
	last := 499
	for range 15 {
		b := r.block("rome", "A", 70)
		if b.Last-b.First != 69 || b.First <= last || b.First%1000 < 500 || b.Last%1000 < 500 {
			t.Fatalf("block %d to %d after %d", b.First, b.Last, last)
		}
		last = b.Last
	}
	if last < 2000 {
		t.Errorf("ended at %d, and met no end of a thousand", last)
	}
}
