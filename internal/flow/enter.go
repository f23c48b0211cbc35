package flow

import (
	"maps"
	"strings"
	"time"

	"turno/internal/document"
)

// What is waited for when a node does not say.
const (
	timeoutKey      = 7 * time.Second
	timeoutBetween  = 3 * time.Second
	timeoutAnswer   = 3 * time.Second // of the house: hours, places, customers
	timeoutTransfer = 30 * time.Second
	messageMax      = 2 * time.Minute
	messageSilence  = 5 * time.Second
	// A screen is read, a chat is put aside for a while.
	patienceVisit   = 30 * time.Second
	patienceWritten = 10 * time.Minute
)

const channelVoice, channelVisit = "voice", "visit"

// enter carries out the node that the flow has come to.
func (m *machine) enter() {
	n := m.node()
	switch n.kind {
	case KindSay:
		m.do(Say{Utterance: m.utter(n.Say.Prompt), Whole: n.Say.Whole})
		m.leave(outNext, "")
	case KindMenu:
		m.ask()
	case KindCollect:
		if n.Collect.Accept == AcceptText && m.s.Contact.Channel == channelVoice {
			m.leave(outFailed, "no_letters")
			return
		}
		m.ask()
	case KindHours:
		m.await(AwaitHours, given(n.Hours.Timeout, timeoutAnswer))
	case KindLanguage:
		if n.Language.SkipKnown && m.languageKnown() {
			m.leave(outNext, "known")
			return
		}
		m.ask()
	case KindIdentify, KindData:
		m.enterOutside(n)
	case KindSet, KindBranch, KindSubflow, KindHangup:
		m.enterInside(n)
	default:
		m.enterWaiting(n)
	}
}

// enterOutside asks who the customer is, or another system; without what it takes
// to ask there is nothing to be had.
func (m *machine) enterOutside(n *node) {
	if n.kind == KindIdentify {
		if n.Identify.By == ByNumber && m.s.Contact.Number == "" {
			m.leave(outNotFound, "withheld")
			return
		}
		m.await(AwaitCustomer, given(n.Identify.Timeout, timeoutAnswer))
		return
	}
	if n.Data.From == FromRecord && !m.s.Customer.Known {
		m.leave(outMissing, "unknown_customer")
		return
	}
	m.await(AwaitData, given(n.Data.Timeout, timeoutAnswer))
}

// enterInside carries out the nodes that need nobody.
func (m *machine) enterInside(n *node) {
	switch n.kind {
	case KindSet:
		m.assign("set", n.Set, m.frame().Variables, m.code().types)
		m.leave(outNext, "")
	case KindBranch:
		m.branch()
	case KindSubflow:
		sub := m.p.flows[n.Subflow.Flow]
		values := map[string]any{}
		m.assign("subflow.with", n.Subflow.With, values, sub.types)
		m.trace(outCalled, n.Subflow.Flow)
		m.s.Passed++
		m.call(sub)
		maps.Copy(m.frame().Variables, values)
	default: // a hangup
		if n.Hangup.Prompt != "" {
			m.do(Say{Utterance: m.utter(n.Hangup.Prompt), Whole: true})
		}
		m.trace(outHangup, "")
		m.s.Passed++
		m.end(EndedCompleted, true)
	}
}

// enterWaiting carries out the nodes that have to do with queues and other people.
func (m *machine) enterWaiting(n *node) {
	switch n.kind {
	case KindQueue:
		m.await(AwaitQueue, given(n.Queue.Timeout, timeoutAnswer))
	case KindAnnounce:
		if m.s.Queue == nil { // Compile refuses it; a session may be of another mind
			m.leave(outNext, "no_queue")
			return
		}
		m.await(AwaitPlace, given(n.Announce.Timeout, timeoutAnswer))
	case KindWait:
		m.await(AwaitTime, n.Wait.For.Std())
	case KindCallback:
		m.offerCallback(n.Callback)
	case KindVoicemail:
		// The message itself, the prompt before it, and the connection.
		m.await(AwaitMessage, given(n.Voicemail.Max, messageMax)+2*time.Minute)
	case KindTransfer:
		m.await(AwaitTransfer, given(n.Transfer.Timeout, timeoutTransfer))
	case KindSurvey:
		if n.Survey.Metric == MetricText && m.s.Contact.Channel == channelVoice {
			m.leave(outNext, "no_letters")
			return
		}
		m.ask()
	default: // Compile knows no other kind
	}
}

// assign puts values into variables; what fails becomes empty, zero or no.
func (m *machine) assign(field string, list []Assignment, into map[string]any, types map[string]Type) {
	for i, a := range list {
		value, err := m.eval(indexed(field, i) + ".value")
		if err == nil && !holds(types[a.Variable], value) {
			value = zero(types[a.Variable])
			m.trace("mistake", a.Variable+" does not hold what it is given")
		}
		if err != nil {
			value = zero(types[a.Variable])
			m.mistake(err)
		}
		into[a.Variable] = value
	}
}

// branch goes by the first case that is true; one that fails is not.
func (m *machine) branch() {
	for i, one := range m.node().Branch.Cases {
		value, err := m.eval(indexed("branch.cases", i) + ".when")
		if err != nil {
			m.mistake(err)
			continue
		}
		if value == true {
			m.leave(caseName(i), one.When)
			return
		}
	}
	m.leave(outOtherwise, "")
}

// languageKnown reports whether the customer's language is known without asking.
func (m *machine) languageKnown() bool {
	if m.s.Chosen {
		return true
	}
	_, ok := m.p.speaks(m.s.Customer.Language)
	return ok && m.s.Customer.Known
}

func (m *machine) offerCallback(n *CallbackNode) {
	number, err := m.callbackNumber(n)
	switch {
	case err != nil:
		m.mistake(err)
		m.leave(outFailed, "mistake")
	case number == "":
		m.leave(outFailed, "no_number")
	default:
		m.ask()
	}
}

func (m *machine) callbackNumber(n *CallbackNode) (string, error) {
	if n.Number == "" {
		return m.s.Contact.Number, nil
	}
	value, err := m.eval("callback.number")
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(raw(value)), nil
}

// given is a duration of the document, or what it is when the document does not say.
func given(d document.Duration, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d.Std()
}

// patience is how long a question waits for its first sign on the contact's channel.
func (m *machine) patience(d document.Duration) time.Duration {
	timeout := given(d, timeoutKey)
	switch m.s.Contact.Channel {
	case channelVoice:
		return timeout
	case channelVisit:
		return max(timeout, patienceVisit)
	default:
		return max(timeout, patienceWritten)
	}
}
