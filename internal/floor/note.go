package floor

import "turno/internal/core"

// Note is something a channel tells the floor about a work or an agent that
// changes no routing and belongs into the facts or on the screens: Called,
// Recalled, Answered, Described, Identified, Messaged, Seen, Seated, or several as Notes.
type Note interface {
	// subject is the work the note is about; the zero ID for one about an agent.
	subject() core.ID
}

type (
	// Called says that the customer was called to where the agent serves. Position empty
	// means the agent's own (see Seated).
	Called struct {
		Work     core.ID
		Position string
	}

	// Recalled says that the customer was called once more.
	Recalled struct{ Work core.ID }

	// Answered says that the answer of vocabulary.md has happened — two-way audio, service
	// begun, the first message of a human. At zero means now; it is never before
	// the assignment nor in the future. Said again it changes nothing.
	Answered struct {
		Work core.ID
		At   core.Instant
	}

	// Described is that the agent said why the customer came and how it ended. Empty
	// fields leave what was said before.
	Described struct {
		Work    core.ID
		Reason  string
		Outcome string
	}

	// Identified is that we learned who the customer is, or more about the contact.
	// Empty fields leave what was known.
	Identified struct {
		Work     core.ID
		Customer core.ID
		Segment  string
		Language string
		Case     core.ID
	}

	// Messaged says that something was written in a conversation, by the customer
	// or an agent. Where the agent's is also the answer, Answered goes with it.
	Messaged struct {
		Work core.ID
		By   core.Party
	}

	// Seen says that the agent has seen all that the customer wrote.
	Seen struct{ Work core.ID }

	// Seated says that the agent serves at this counter, seat or extension from now on.
	Seated struct {
		Agent    core.ID
		Position string
	}

	// Notes are several, in order. Those about a work must all be about the same.
	Notes []Note
)

func (n Called) subject() core.ID     { return n.Work }
func (n Recalled) subject() core.ID   { return n.Work }
func (n Answered) subject() core.ID   { return n.Work }
func (n Described) subject() core.ID  { return n.Work }
func (n Identified) subject() core.ID { return n.Work }
func (n Messaged) subject() core.ID   { return n.Work }
func (n Seen) subject() core.ID       { return n.Work }
func (n Seated) subject() core.ID     { return core.NoID }

func (n Notes) subject() core.ID {
	for _, note := range n {
		if id := note.subject(); !id.IsZero() {
			return id
		}
	}
	return core.NoID
}
