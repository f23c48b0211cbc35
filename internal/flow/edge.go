package flow

// edge is one way out of a node.
type edge struct {
	outcome string
	to      string // a node of the same flow, or End
	field   string // where the document says so; "" where nothing is said
	dry     bool   // no time need pass on it: a circle of such edges never ends
	queue   passage
}

// passage is what an edge does to a customer's place in a queue.
type passage uint8

const (
	keeps  passage = iota // as before
	enters                // waits now
	leaves                // waits no more
)

// The outcomes of nodes, as traces name them. A menu's are its keys, a branch's
// its cases.
const (
	outNext      = "next"
	outFailed    = "failed"
	outOpen      = "open"
	outClosed    = "closed"
	outFound     = "found"
	outNotFound  = "not_found"
	outMissing   = "missing"
	outWaiting   = "waiting"
	outServed    = "served"
	outLeft      = "left"
	outRefused   = "refused"
	outTaken     = "taken"
	outDeclined  = "declined"
	outOtherwise = "otherwise"
	outHangup    = "hangup"
	outAnswered  = "answered"
	outCalled    = "called" // into a subflow
	outReturned  = "returned"
)

// usesNext reports whether a kind goes on at the node's own next.
func usesNext(kind Kind) bool {
	switch kind {
	case KindSay, KindCollect, KindSet, KindLanguage, KindData, KindAnnounce, KindWait, KindVoicemail, KindSurvey, KindSubflow:
		return true
	default:
		return false
	}
}

// orElse is the first target that is given.
func orElse(target, fallback string) string {
	if target == "" {
		return fallback
	}
	return target
}

// edges lists a node's ways out. Those of a subflow depend on the other flow too.
func (n *Node) edges() []edge {
	switch {
	case n.Say != nil, n.Set != nil, n.Announce != nil, n.Subflow != nil:
		return []edge{{outNext, n.Next, "next", true, keeps}}
	case n.Menu != nil:
		return n.Menu.edges()
	case n.Collect != nil:
		return []edge{
			{outNext, n.Next, "next", false, keeps},
			{outFailed, n.Collect.Failed, "collect.failed", n.Collect.Accept == AcceptText, keeps}, // a phone has no letters
		}
	case n.Branch != nil:
		return n.Branch.edges()
	case n.Hours != nil:
		return []edge{
			{outOpen, n.Hours.Open, "hours.open", true, keeps},
			{outClosed, n.Hours.Closed, "hours.closed", true, keeps},
			{outFailed, orElse(n.Hours.Failed, n.Hours.Closed), "hours.failed", true, keeps},
		}
	case n.Language != nil:
		return []edge{{outNext, n.Next, "next", n.Language.SkipKnown, keeps}}
	case n.Identify != nil:
		return []edge{
			{outFound, n.Identify.Found, "identify.found", true, keeps},
			{outNotFound, n.Identify.NotFound, "identify.not_found", true, keeps},
			{outFailed, orElse(n.Identify.Failed, n.Identify.NotFound), "identify.failed", true, keeps},
		}
	case n.Data != nil:
		return []edge{
			{outNext, n.Next, "next", true, keeps},
			{outMissing, orElse(n.Data.Missing, n.Data.Failed), "data.missing", true, keeps},
			{outFailed, n.Data.Failed, "data.failed", true, keeps},
		}
	default:
		return n.waitingEdges()
	}
}

// waitingEdges are those of the nodes that have to do with queues and ends.
func (n *Node) waitingEdges() []edge {
	switch {
	case n.Queue != nil:
		return n.Queue.edges()
	case n.Wait != nil:
		return []edge{{outNext, n.Next, "next", false, keeps}}
	case n.Survey != nil:
		return []edge{{outNext, n.Next, "next", n.Survey.Metric == MetricText, keeps}}
	case n.Callback != nil:
		return []edge{
			{outTaken, n.Callback.Taken, "callback.taken", false, leaves},
			{outDeclined, n.Callback.Declined, "callback.declined", false, keeps},
			{outFailed, orElse(n.Callback.Failed, n.Callback.Declined), "callback.failed", true, keeps},
		}
	case n.Voicemail != nil:
		return []edge{
			{outNext, n.Next, "next", false, leaves},
			{outFailed, n.Voicemail.Failed, "voicemail.failed", true, keeps},
		}
	case n.Transfer != nil:
		return []edge{
			{outAnswered, End, "", false, leaves},
			{outFailed, n.Transfer.Failed, "transfer.failed", true, keeps},
		}
	default: // a hangup
		return []edge{{outHangup, End, "", true, leaves}}
	}
}

func (m *MenuNode) edges() []edge {
	list := make([]edge, 0, len(m.Choices)+1)
	for i, c := range m.Choices {
		list = append(list, edge{"choice " + c.Key, c.Next, indexed("menu.choices", i) + ".next", false, keeps})
	}
	return append(list, edge{outFailed, m.Failed, "menu.failed", false, keeps})
}

func (b *BranchNode) edges() []edge {
	list := make([]edge, 0, len(b.Cases)+1)
	for i, c := range b.Cases {
		list = append(list, edge{caseName(i), c.Next, indexed("branch.cases", i) + ".next", true, keeps})
	}
	return append(list, edge{outOtherwise, b.Otherwise, "branch.otherwise", true, keeps})
}

// edges of a queue: an overflow may take the customer out at once, so only being
// served takes time.
func (q *QueueNode) edges() []edge {
	return []edge{
		{outWaiting, orElse(q.Waiting, End), "queue.waiting", true, enters},
		{outServed, orElse(q.Served, End), "queue.served", false, leaves},
		{outLeft, orElse(q.Left, End), "queue.left", true, leaves},
		{outRefused, q.Refused, "queue.refused", true, keeps},
	}
}
