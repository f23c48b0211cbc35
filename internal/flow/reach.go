package flow

import (
	"slices"
	"strings"
)

// subflows compiles the flows that f calls, and refuses those that are missing or
// that call themselves. stack holds the flows on the way to f. It returns how
// many flows are nested in f.
func (c *checker) subflows(f *code, stack []string) int {
	if depth, ok := c.depths[f]; ok {
		return depth
	}
	stack = append(slices.Clone(stack), f.doc.Key)
	depth := 0
	for i := range f.doc.Nodes {
		n := f.nodes[f.doc.Nodes[i].Key]
		if n == nil || n.index != i || n.kind != KindSubflow {
			continue
		}
		c.code, c.node = f, n
		sub := c.subflow(n.Subflow.Flow, stack)
		if sub == nil {
			continue
		}
		inside := c.subflows(sub, stack) + 1
		c.code, c.node = f, n
		if inside == stackMax+1 {
			c.mistakef("subflow.flow", "subflows are nested deeper than %d", stackMax)
		}
		depth = max(depth, inside)
		c.handOver(f, sub, n.Subflow)
	}
	c.node = nil
	c.depths[f] = depth
	return depth
}

// subflow finds a flow that is called, or says why it cannot be.
func (c *checker) subflow(key string, stack []string) *code {
	switch {
	case slices.Contains(stack, key):
		c.mistakef("subflow.flow", "it calls itself: %s", strings.Join(append(stack, key), " → "))
	case c.docs[key] == nil:
		c.mistakef("subflow.flow", "there is no flow %q", key)
	case c.program.flows[key] != nil:
		return c.program.flows[key]
	case len(c.program.flows) >= flowsMax:
		c.mistakef("subflow.flow", "the flow and its subflows are more than %d", flowsMax)
	default:
		return c.flow(c.docs[key])
	}
	return nil
}

// handOver checks what goes into a subflow and comes back.
func (c *checker) handOver(f, sub *code, n *SubflowNode) {
	c.assignments("subflow.with", n.With, sub.types)
	for i, h := range n.Take {
		from, into := sub.types[h.From], f.types[h.Variable]
		at := indexed("subflow.take", i)
		switch {
		case from == "":
			c.mistakef(at+".from", "flow %s has no variable %q", sub.doc.Key, h.From)
		case into == "":
			c.mistakef(at+".variable", "there is no variable %q", h.Variable)
		case from != into:
			c.mistakef(at, "variable %s is a %s, and %s of flow %s is a %s", h.Variable, into, h.From, sub.doc.Key, from)
		}
	}
	for _, tag := range f.doc.Languages {
		if !slices.Contains(sub.doc.Languages, tag) {
			c.mistakef("subflow.flow", "flow %s does not speak %s", sub.doc.Key, tag)
		}
	}
}

// reach looks at the flows as graphs: every node is reached, no circle goes round
// without time passing, every node can come to an end, and places in a queue are
// told only to those who wait. Subflows come before those who call them.
func (c *checker) reach() {
	done := map[string]bool{}
	var visit func(f *code)
	visit = func(f *code) {
		if done[f.doc.Key] {
			return
		}
		done[f.doc.Key] = true
		for i := range f.doc.Nodes {
			if n := f.nodes[f.doc.Nodes[i].Key]; n.kind == KindSubflow {
				sub := c.program.flows[n.Subflow.Flow]
				visit(sub)
				n.edges[0].dry = sub.passesDry
			}
		}
		c.code = f
		c.reached()
		c.circles()
	}
	visit(c.program.root)
	if len(c.mistakes) == 0 {
		w := &waiters{checker: c, told: map[*node]bool{}, known: map[entry][]standing{}}
		from := standsNowhere
		if c.program.root.doc.Waiting {
			from = standsOutside
		}
		w.flow(c.program.root, from)
	}
	c.node = nil
}

// reached refuses nodes that nobody comes to.
func (c *checker) reached() {
	seen := map[string]bool{}
	var walk func(key string)
	walk = func(key string) {
		n := c.code.nodes[key]
		if n == nil || seen[key] {
			return
		}
		seen[key] = true
		for _, e := range n.edges {
			walk(e.to)
		}
	}
	walk(c.code.doc.Start)
	for i := range c.code.doc.Nodes {
		c.node = c.code.nodes[c.code.doc.Nodes[i].Key]
		if !seen[c.node.Key] {
			c.mistakef("", "no way leads to it")
		}
	}
}

// circles refuses circles of dry edges, and notes whether the flow can be gone
// through on dry edges alone.
func (c *checker) circles() {
	state := map[string]int{}
	for i := range c.code.doc.Nodes {
		c.circlesFrom(c.code.doc.Nodes[i].Key, state, nil)
	}
	c.code.passesDry = c.dryPassage()
}

// circlesFrom goes on along dry edges; state tells the nodes on the path (1) from
// those that were looked at whole (2).
func (c *checker) circlesFrom(key string, state map[string]int, path []string) {
	if key == End || state[key] != 0 {
		return
	}
	n := c.code.nodes[key]
	state[key] = 1
	path = append(path, key)
	for _, e := range n.edges {
		if !e.dry {
			continue
		}
		if state[e.to] == 1 {
			c.node = n
			circle := append(slices.Clone(path[slices.Index(path, e.to):]), e.to)
			c.mistakef(e.field, "a circle that never waits for anybody: %s", strings.Join(circle, " → "))
			continue
		}
		c.circlesFrom(e.to, state, path)
	}
	state[key] = 2
}

// dryPassage reports whether dry edges lead from the start to the end.
func (c *checker) dryPassage() bool {
	seen := map[string]bool{}
	var walk func(key string) bool
	walk = func(key string) bool {
		if key == End {
			return true
		}
		if seen[key] {
			return false
		}
		seen[key] = true
		return slices.ContainsFunc(c.code.nodes[key].edges, func(e edge) bool {
			return e.dry && e.outcome != outHangup && walk(e.to)
		})
	}
	return walk(c.code.doc.Start)
}
