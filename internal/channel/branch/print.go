package branch

import (
	"context"
	"net"
	"strconv"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/org"
)

// Printer sends what is to be printed to a printer.
type Printer interface {
	// Print sends an ESC/POS page to the printer at address (host:port).
	Print(ctx context.Context, address string, page []byte) error
}

// NetworkPrinter prints over TCP, port 9100 where the address names none.
type NetworkPrinter struct{}

// The limits of printing: how long a ticket may take, and how many may be on
// their way. Beyond them the ticket is on the screen only.
const (
	printTime   = 5 * time.Second
	printingMax = 16
)

// Print implements Printer.
func (NetworkPrinter) Print(ctx context.Context, address string, page []byte) error {
	if _, _, err := net.SplitHostPort(address); err != nil {
		address = net.JoinHostPort(strings.Trim(address, "[]"), "9100")
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return core.Wrap(core.Unavailable, "", err)
	}
	defer conn.Close() //nolint:errcheck // what matters was written, or failed before
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return core.Wrap(core.Unavailable, "", err)
		}
	}
	if _, err := conn.Write(page); err != nil {
		return core.Wrap(core.Unavailable, "", err)
	}
	return nil
}

// printLater prints a ticket while the visitor already looks at it on the
// screen. It reports whether the site has a printer that can take it now.
func (s *Service) printLater(o *org.Organisation, t Ticket) bool {
	site, ok := o.Site(t.Site)
	if !ok || site.Printer == "" {
		return false
	}
	select {
	case s.printers <- struct{}{}:
	default:
		s.log.Warn("branch: the printers do not keep up; ticket on the screen only", "site", t.Site)
		return false
	}
	page := s.page(o, t)
	s.printing.Go(func() {
		defer func() { <-s.printers }()
		// The request is answered meanwhile: printing has a time of its own.
		ctx, cancel := context.WithTimeout(context.Background(), printTime)
		defer cancel()
		if err := s.print.Print(ctx, site.Printer, page); err != nil {
			s.log.Warn("branch: ticket not printed", "site", t.Site, "contact", t.Contact, "error", err)
		}
	})
	return true
}

// page is a ticket as the printer is told.
func (s *Service) page(o *org.Organisation, t Ticket) []byte {
	var p escpos
	words := ticketWords(t.Language)
	p.start()
	p.line(o.Name, 1)
	if site, ok := o.Site(t.Site); ok {
		p.line(o.Word(site.Name, t.Language), 1)
	}
	p.feed(1)
	p.line(t.Label, 6)
	p.feed(1)
	if service, ok := o.Service(t.Service); ok {
		p.line(o.Word(service.Name, t.Language), 2)
	}
	if t.Place > 0 {
		p.line(words.before+": "+strconv.Itoa(t.Place-1), 1)
	}
	if t.Expected > 0 {
		minutes := max(1, int(t.Expected.Round(time.Minute)/time.Minute))
		p.line(words.wait+": "+strconv.Itoa(minutes)+" min", 1)
	}
	p.line(t.Arrived.Time().In(o.Location(t.Site)).Format("2006-01-02 15:04"), 1)
	if s.turnURL != "" {
		p.feed(1)
		p.qr(s.turnURL + t.Token)
		p.line(words.follow, 1)
	}
	p.feed(3)
	p.cut()
	return p.Bytes()
}

// words are what a ticket says beside the organisation's own names.
type words struct{ before, wait, follow string }

// ticketWords are in the visitor's language, English where we have none.
func ticketWords(language string) words {
	base, _, _ := strings.Cut(language, "-")
	switch base {
	case "es":
		return words{"Antes de usted", "Espera aproximada", "Siga su turno en el teléfono"}
	case "pt":
		return words{"À sua frente", "Espera prevista", "Acompanhe a sua senha pelo telefone"}
	case "it":
		return words{"Prima di lei", "Attesa prevista", "Segua il suo turno sul telefono"}
	default:
		return words{"Before you", "Expected wait", "Follow your turn on your phone"}
	}
}
