package routing_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"turno/internal/core"
	"turno/internal/routing"
)

// line collects the words of one line of output.
type line struct{ b strings.Builder }

func (l *line) addf(format string, args ...any) {
	if l.b.Len() > 0 {
		l.b.WriteByte(' ')
	}
	fmt.Fprintf(&l.b, format, args...)
}

func (l *line) addIf(yes bool, format string, args ...any) {
	if yes {
		l.addf(format, args...)
	}
}

// printEffect writes one effect as one line; an instant other than the
// command's is written before it. Activities and expected waits are shown only
// to scripts that ask ("show activity expected why").
func (p *player) printEffect(f *routing.Effect, at core.Instant) {
	if f.Kind == routing.ActivityChanged && !p.show["activity"] || f.Kind == routing.Refused {
		return // what was refused is printed from the error
	}
	l := &line{}
	if p.show["counts"] {
		p.describe(l, f)
		word, _, _ := strings.Cut(l.b.String(), " ")
		p.counts[word]++
		return
	}
	l.addIf(f.At != at, "@%s", shortInstant(f.At))
	p.describe(l, f)
	fmt.Fprintln(p.out, l.b.String())
	if f.Why != nil && p.show["why"] {
		p.printDecision(f.Why)
	}
}

// printCounts writes how many lines of each kind a command would have had.
func (p *player) printCounts() {
	if len(p.counts) == 0 {
		return
	}
	var parts []string
	for word, n := range p.counts {
		parts = append(parts, fmt.Sprintf("%d %s", n, word))
	}
	slices.SortFunc(parts, func(a, b string) int {
		_, x, _ := strings.Cut(a, " ")
		_, y, _ := strings.Cut(b, " ")
		return strings.Compare(x, y)
	})
	fmt.Fprintln(p.out, strings.Join(parts, ", "))
}

func (p *player) describe(l *line, f *routing.Effect) {
	w, a := idAlias(f.Work), idAlias(f.Agent)
	leg := func() { l.addIf(f.Leg > 1, "leg=%d", f.Leg) }
	until := func() { l.addIf(f.Deadline != 0, "until=%s", shortInstant(f.Deadline)) }
	byAgent := func(word string) { l.addIf(!f.Agent.IsZero(), "%s %s", word, a) }
	switch f.Kind {
	case routing.Queued:
		l.addf("queued %s in %s place=%d", w, f.Queue, f.Place)
		leg()
		l.addIf(f.Returned, "returned")
		l.addIf(f.Arrived != f.At, "arrived=%s", shortInstant(f.Arrived))
		l.addIf(f.Since != f.At, "since=%s", shortInstant(f.Since))
		l.addIf(f.Priority != 0, "priority=%d", f.Priority)
		if p.show["expected"] {
			l.addIf(f.Expected < 0, "expected=none")
			l.addIf(f.Expected >= 0, "expected=%s", shortDuration(f.Expected))
		}
	case routing.Offered:
		l.addf("offered %s to %s #%d", w, a, f.Offer)
		until()
	case routing.OfferWithdrawn:
		l.addf("withdrawn %s from %s #%d %s", w, a, f.Offer, f.Cause)
	case routing.Assigned:
		l.addf("assigned %s to %s %s", w, a, f.Cause)
	case routing.Stepped:
		l.addf("stepped %s stage=%d priority=%d", w, f.Stage, f.Priority)
	case routing.Overflowed:
		l.addf("overflowed %s %s to %s", w, f.Trigger, f.To)
		l.addIf(f.Target != "", "%s", f.Target)
		l.addIf(f.Ends != "", "ends=%s", f.Ends)
	case routing.Cancelled:
		l.addf("cancelled %s", w)
		byAgent("from")
		l.addf("ends=%s", f.Ends)
		l.addIf(f.Detail != "", "detail=%s", f.Detail)
	case routing.Released:
		l.addf("released %s", w)
		leg()
		byAgent("by")
		l.addf("ends=%s", f.Ends)
		l.addIf(f.Detail != "", "detail=%s", p.detail(f.Detail))
	case routing.WrapUpStarted, routing.WrapUpExtended:
		l.addf("%s %s by %s", kindWord(f.Kind), w, a)
		leg()
		until()
	case routing.WrapUpEnded:
		l.addf("wrap_up_ended %s by %s", w, a)
		leg()
		l.addf("%s", f.Cause)
	case routing.Parked, routing.Resumed, routing.Held, routing.Continued:
		l.addf("%s %s", kindWord(f.Kind), w)
		byAgent("by")
		l.addIf(f.Cause != "", "%s", f.Cause)
		l.addIf(f.Detail != "", "detail=%s", f.Detail)
	case routing.Interrupted:
		l.addf("interrupted %s by %s, %s on top", w, a, idAlias(f.Other))
	case routing.Reserved:
		l.addf("reserved %s for %s", w, a)
		until()
	case routing.Deferred:
		l.addf("deferred %s place=%d", w, f.Place)
		until()
	case routing.Reprioritised:
		l.addf("reprioritised %s priority=%d", w, f.Priority)
	case routing.PresenceChanged:
		l.addf("presence %s %s", a, presenceWords(f.Presence, f.Reason))
		l.addIf(f.Pending != "", "pending=%s", presenceWords(f.Pending, f.PendingReason))
	case routing.ActivityChanged:
		l.addf("activity %s %s", a, f.Activity)
		l.addIf(f.Works > 0, "works=%d", f.Works)
	case routing.AgentMoved:
		l.addf("moved %s profile=%s", a, f.Profile)
	case routing.BreatherStarted:
		l.addf("breather %s", a)
		until()
	case routing.QueueChanged:
		l.addf("queue %s", f.Queue)
		l.addIf(f.Open, "open")
		l.addIf(!f.Open, "closed")
	case routing.Refused:
		l.addf("refused %s", f.Code)
	default:
		l.addf("effect %d", f.Kind)
	}
}

// detail shows an id as its alias.
func (p *player) detail(text string) string {
	if id, err := core.ParseID(text); err == nil {
		return idAlias(id)
	}
	return text
}

func kindWord(k routing.EffectKind) string {
	switch k { //nolint:exhaustive // the kinds that share a form
	case routing.WrapUpStarted:
		return "wrap_up"
	case routing.WrapUpExtended:
		return "wrap_up_extended"
	case routing.Parked:
		return "parked"
	case routing.Resumed:
		return "resumed"
	case routing.Held:
		return "held"
	case routing.Continued:
		return "continued"
	}
	return "?"
}

func presenceWords(p core.Presence, reason string) string {
	if reason == "" {
		return string(p)
	}
	return string(p) + ":" + reason
}

func errorWords(err error) string {
	var e *core.Error
	if errors.As(err, &e) && e.Field != "" {
		return string(e.Code) + " " + e.Field
	}
	return string(core.CodeOf(err))
}

// playQuery answers the lines that ask the engine and change nothing.
func (p *player) playQuery(at core.Instant, fields []string) bool {
	w := splitWords(fields[1:])
	switch fields[0] {
	case "restore":
		p.engine = restored(p.t, p.config, p.engine)
		fmt.Fprintln(p.out, "ok")
	case "place":
		place, expected, ok := p.engine.Place(w.id(w.at(0)))
		l := &line{}
		l.addf("place %s %d", w.at(0), place)
		l.addIf(!ok, "unknown")
		l.addIf(ok && expected < 0, "expected=none")
		l.addIf(ok && expected >= 0, "expected=%s", shortDuration(expected))
		fmt.Fprintln(p.out, l.b.String())
	case "waiting":
		l := &line{}
		l.addf("waiting in %s:", w.at(0))
		for _, id := range p.engine.Waiting(w.at(0), 100) {
			l.addf("%s", idAlias(id))
		}
		fmt.Fprintln(p.out, l.b.String())
	case "explain":
		p.printExplanation(w.id(w.at(0)), at)
	case "next":
		next, ok := p.engine.Next()
		if ok {
			fmt.Fprintf(p.out, "next %s\n", shortInstant(next))
		} else {
			fmt.Fprintln(p.out, "next none")
		}
	default:
		return false
	}
	return true
}

func (p *player) printExplanation(work core.ID, at core.Instant) {
	x, err := p.engine.Explain(work)
	if err != nil {
		fmt.Fprintf(p.out, "refused %s\n", errorWords(err))
		return
	}
	l := &line{}
	l.addf("why %s: %s", idAlias(x.Work), x.Word)
	l.addIf(x.Waiting, "waiting in %s place=%d fitting=%d", x.Queue, x.Place, x.Fitting)
	l.addIf(x.Stage > 0, "stage=%d", x.Stage)
	fmt.Fprintln(p.out, l.b.String())
	for _, v := range x.Verdicts {
		p.printVerdict(v, at)
	}
	if x.Decision != nil {
		p.printDecision(x.Decision)
	}
}

func (p *player) printDecision(d *routing.Decision) {
	for _, v := range d.Verdicts {
		p.printVerdict(v, d.At)
	}
	if d.Unlisted > 0 {
		fmt.Fprintf(p.out, "  and %d more\n", d.Unlisted)
	}
}

func (p *player) printVerdict(v routing.Verdict, at core.Instant) {
	l := &line{}
	l.addf(" %s %s", idAlias(v.Agent), v.Word)
	l.addIf(v.Since != 0, "for %s", shortDuration(at.Sub(v.Since)))
	fmt.Fprintln(p.out, " "+l.b.String())
}
