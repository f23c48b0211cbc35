package flow

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"turno/internal/core"
)

// request makes the action whose answer the session awaits. It depends on nothing
// but the session, so that it can be made again after a restart.
func (m *machine) request() (Action, error) {
	n, number := m.node(), m.s.Await.Number
	switch n.kind {
	case KindMenu, KindCollect, KindLanguage, KindSurvey:
		return m.question(n), nil
	case KindHours:
		return AskHours{number, n.Hours.Calendar, given(n.Hours.Timeout, timeoutAnswer)}, nil
	case KindIdentify:
		return m.identify(n.Identify)
	case KindData:
		return m.fetch(n.Data)
	case KindQueue:
		return m.enqueue(n.Queue), nil
	case KindAnnounce:
		return AskPlace{number, m.s.Queue.Queue, given(n.Announce.Timeout, timeoutAnswer)}, nil
	case KindWait:
		return Pause{number, n.Wait.For.Std()}, nil
	case KindCallback:
		if m.s.Await.Kind == AwaitEntry {
			return m.question(n), nil
		}
		return m.takeCallback(n.Callback)
	case KindVoicemail:
		v := n.Voicemail
		most := given(v.Max, messageMax)
		return TakeMessage{number, m.utter(v.Prompt), v.Queue, most, given(v.Quiet, messageSilence), most + 2*time.Minute}, nil
	default:
		return m.transfer(n)
	}
}

// question is what a node asks the customer.
func (m *machine) question(n *node) Action {
	a := Ask{Number: m.s.Await.Number}
	if before := m.s.Await.Before; before != "" {
		said := m.utter(before)
		a.Before = &said
	}
	switch n.kind {
	case KindMenu:
		a.Prompt, a.Timeout = m.utter(n.Menu.Prompt), m.patience(n.Menu.Timeout)
		for _, c := range n.Menu.Choices {
			a.Buttons = append(a.Buttons, Button{c.Key, m.utter(c.Label)})
		}
	case KindLanguage:
		a.Prompt, a.Timeout = m.utter(n.Language.Prompt), m.patience(n.Language.Timeout)
		for _, c := range n.Language.Choices {
			a.Buttons = append(a.Buttons, Button{c.Key, m.utter(c.Label)})
		}
	case KindCallback:
		a.Prompt, a.Timeout = m.utter(n.Callback.Prompt), m.patience(n.Callback.Timeout)
		a.Buttons = []Button{{orElse(n.Callback.Key, "1"), m.utter(n.Callback.Label)}}
	case KindSurvey:
		m.surveyQuestion(&a, n.Survey)
	default:
		c := n.Collect
		a.Prompt, a.Timeout = m.utter(c.Prompt), m.patience(c.Timeout)
		a.Accept = Accept(orElse(string(c.Accept), string(AcceptDigits)))
		a.Min, a.Max = max(c.Min, 1), c.Max
		a.Finish, a.Between = orElse(c.Finish, "#"), given(c.Between, timeoutBetween)
	}
	return a
}

func (m *machine) surveyQuestion(a *Ask, n *SurveyNode) {
	a.Prompt, a.Timeout = m.utter(n.Prompt), m.patience(n.Timeout)
	a.Accept, a.Min, a.Max, a.Finish, a.Between = AcceptDigits, 1, 1, "#", timeoutBetween
	switch n.Metric {
	case MetricNPS:
		a.Max = 2
	case MetricText:
		a.Accept, a.Max, a.Finish, a.Between = AcceptText, textMax, "", 0
	}
}

func (m *machine) identify(n *IdentifyNode) (Action, error) {
	a := Identify{Number: m.s.Await.Number, By: n.By, Value: m.s.Contact.Number, Timeout: given(n.Timeout, timeoutAnswer)}
	if n.By == ByDocument {
		value, err := m.eval("identify.document")
		if err != nil {
			return nil, err
		}
		a.Value = raw(value)
	}
	return a, nil
}

func (m *machine) fetch(n *DataNode) (Action, error) {
	a := Fetch{Number: m.s.Await.Number, From: n.From, Customer: m.s.Customer.ID, Timeout: given(n.Timeout, timeoutAnswer)}
	if n.From == FromRecord {
		return a, nil
	}
	path, err := m.plain("data.path", escapePath)
	if err != nil {
		return nil, err
	}
	a.Connection, a.Method, a.Path = n.Connection, orElse(n.Method, methodGet), path
	if a.Method == methodPost {
		fields := make(map[string]any, len(n.Fields))
		for i, f := range n.Fields {
			value, err := m.eval(indexed("data.fields", i) + ".value")
			if err != nil {
				return nil, err
			}
			fields[f.Name] = value
		}
		a.Body, err = json.Marshal(fields)
	}
	return a, err
}

// escapePath makes a value harmless inside a path or a query (RFC 3986, section 2.3).
func escapePath(value string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~"
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(value) {
		c := value[i]
		if strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

func (m *machine) enqueue(n *QueueNode) Action {
	a := Enqueue{
		Number: m.s.Await.Number, Queue: n.Queue, Needs: m.needs(n), Reserve: n.Reserve.Std(), Language: m.s.Language,
		Path: slices.Clone(m.s.Path), Captured: m.captured(), Timeout: given(n.Timeout, timeoutAnswer),
	}
	if n.Priority != "" {
		value, err := m.eval("queue.priority")
		if priority, ok := value.(float64); ok {
			a.Priority = int(math.Round(math.Max(0, math.Min(priority, 100))))
		}
		if err != nil {
			m.mistake(err)
		}
	}
	if n.Preferred != "" {
		value, err := m.eval("queue.preferred")
		a.Preferred = raw(value)
		if err != nil {
			m.mistake(err)
		}
	}
	return a
}

// needs are the node's, with the customer's language in every alternative.
func (m *machine) needs(n *QueueNode) []map[string]int {
	list := make([]map[string]int, 0, len(n.Needs)+1)
	for _, alternative := range n.Needs {
		list = append(list, maps.Clone(alternative))
	}
	if n.Language == 0 {
		return list
	}
	if len(list) == 0 {
		list = append(list, map[string]int{})
	}
	skill, _, _ := strings.Cut(m.s.Language, "-")
	for _, alternative := range list {
		alternative[skill] = max(alternative[skill], n.Language)
	}
	return list
}

// captured lists what the agent is to see, from the outermost flow inwards.
func (m *machine) captured() []Captured {
	var list []Captured
	for _, f := range m.s.Frames {
		for _, v := range m.p.flows[f.Flow].doc.Variables {
			if value := f.Variables[v.Key]; v.Desk && value != zero(v.Type) {
				list = append(list, Captured{v.Key, value})
			}
		}
	}
	return list
}

func (m *machine) takeCallback(n *CallbackNode) (Action, error) {
	number, err := m.callbackNumber(n)
	if err != nil {
		return nil, err
	}
	a := TakeCallback{
		Number: m.s.Await.Number, Queue: n.Queue, Phone: number, Path: slices.Clone(m.s.Path), Captured: m.captured(), Timeout: timeoutAnswer,
	}
	if q := m.s.Queue; q != nil && (a.Queue == "" || a.Queue == q.Queue) {
		a.Queue, a.Keeps = q.Queue, true
	}
	if a.Queue == "" {
		return nil, core.Errorf(core.Conflict, "the customer waits in no queue")
	}
	return a, nil
}

func (m *machine) transfer(n *node) (Action, error) {
	phone, err := m.plain("transfer.to", strings.TrimSpace)
	if err != nil {
		return nil, err
	}
	if strings.Trim(phone, "+0123456789") != "" || len(phone) < 3 || len(phone) > 20 {
		return nil, core.Errorf(core.Invalid, "transfer to %q: that is no phone number", phone)
	}
	return Transfer{m.s.Await.Number, phone, given(n.Transfer.Timeout, timeoutTransfer)}, nil
}
