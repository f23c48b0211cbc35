package floor

// Answering says when a channel's works count as answered. The automatic
// acceptance of an offer never is an answer by itself.
type Answering uint8

// The ways of answering.
const (
	// ByNote: when the channel says so (service began, two-way audio). One that
	// is released as handled without a word of it counts from its assignment.
	ByNote Answering = iota + 1
	// ByReply: when the channel says so (the first message of a human). One that
	// is closed without a reply counts from its release: nothing was answered
	// before.
	ByReply
	// ByAssignment: work begins when it is taken.
	ByAssignment
)
