package flow

import "slices"

// standing is where a customer stands while in a flow.
type standing uint8

const (
	standsNowhere standing = iota // waits for nobody
	standsOutside                 // waits in a queue that a calling flow has entered
	standsHere                    // waits in a queue that this very flow has entered
)

// entry is a flow, entered in a standing.
type entry struct {
	flow     *code
	standing standing
}

// waiters follows the customer's place in queues through all flows.
type waiters struct {
	checker *checker
	told    map[*node]bool
	known   map[entry][]standing
}

// place is a node that is passed in a standing.
type place struct {
	key string
	standing
}

// flow goes through a flow entered in a standing and returns in which standings it
// can come to its end. Who waits in a queue of this very flow stays in it.
func (w *waiters) flow(f *code, from standing) []standing {
	at := entry{f, from}
	if exits, ok := w.known[at]; ok {
		return exits
	}
	start := place{f.doc.Start, from}
	ways := map[place][]place{} // where each place leads; the end is a place too
	todo := []place{start}
	var order []place
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if _, seen := ways[p]; seen {
			continue
		}
		ways[p] = []place{}
		order = append(order, p)
		if p.key == End {
			continue
		}
		n := f.nodes[p.key]
		w.look(f, n, p.standing)
		for _, e := range n.edges {
			for _, after := range w.after(n, e, p.standing) {
				ways[p] = append(ways[p], place{e.to, after})
			}
		}
		todo = append(todo, ways[p]...)
	}
	var exits []standing
	for _, s := range []standing{standsNowhere, standsOutside} {
		if _, ok := ways[place{End, s}]; ok {
			exits = append(exits, s)
		}
	}
	w.known[at] = exits
	w.ends(f, order, ways)
	return exits
}

// ends refuses nodes from which no way leads to an end. Who waits in a queue is
// served one day, or taken out of it, wherever in the flow that happens.
func (w *waiters) ends(f *code, order []place, ways map[place][]place) {
	ending := map[place]bool{}
	for grown := true; grown; {
		grown = false
		for _, p := range order {
			if ending[p] {
				continue
			}
			ends := p.key == End || p.standing != standsNowhere || w.endsItself(f, p)
			if ends || slices.ContainsFunc(ways[p], func(to place) bool { return ending[to] }) {
				ending[p], grown = true, true
			}
		}
	}
	for _, p := range order {
		if n := f.nodes[p.key]; !ending[p] && !w.told[n] {
			w.told[n] = true
			w.mistakef(f, n, "", "the flow cannot end from here")
		}
	}
}

// endsItself reports whether a node ends the contact, or calls a flow that always does.
func (w *waiters) endsItself(f *code, p place) bool {
	n := f.nodes[p.key]
	return n.kind == KindHangup || n.kind == KindTransfer || n.kind == KindSubflow && len(w.after(n, n.edges[0], p.standing)) == 0
}

// after lists the standings in which an edge leaves the customer.
func (w *waiters) after(n *node, e edge, before standing) []standing {
	if n.kind == KindHangup || n.kind == KindTransfer && e.to == End {
		return nil // the contact ends, whatever calls this flow
	}
	if n.kind == KindSubflow {
		inside := before
		if before == standsHere {
			inside = standsOutside
		}
		exits := w.flow(w.checker.program.flows[n.Subflow.Flow], inside)
		after := make([]standing, len(exits))
		for i, s := range exits {
			after[i] = s
			if s == standsOutside {
				after[i] = before
			}
		}
		return after
	}
	switch e.queue {
	case enters:
		return []standing{standsHere}
	case leaves:
		return []standing{standsNowhere}
	default:
		return []standing{before}
	}
}

// look refuses what makes no sense for who waits for nobody.
func (w *waiters) look(f *code, n *node, s standing) {
	if s != standsNowhere || w.told[n] {
		return
	}
	switch {
	case n.kind == KindAnnounce:
		w.told[n] = true
		w.mistakef(f, n, "", "it is reached by customers who wait in no queue, and have no place to be told")
	case n.kind == KindCallback && n.Callback.Queue == "":
		w.told[n] = true
		w.mistakef(f, n, "callback.queue", "it is reached by customers who wait in no queue: say which queue calls back")
	}
}

// mistakef notes a mistake of a node of any flow.
func (w *waiters) mistakef(f *code, n *node, field, words string) {
	c := w.checker
	before, beforeNode := c.code, c.node
	c.code, c.node = f, n
	c.mistakef(field, "%s", words)
	c.code, c.node = before, beforeNode
}
