package script

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"turno/internal/document"
	"turno/internal/flow"
)

// action writes one action in lines.
func (w *Walk) action(a flow.Action) []string {
	switch a := a.(type) {
	case flow.Say:
		return []string{"< say " + w.text(a.Utterance)}
	case flow.Ask:
		return w.ask(a)
	case flow.TakeMessage:
		return []string{fmt.Sprintf("< message %s max=%s %s", a.Queue, document.Duration(a.Max), w.text(a.Prompt))}
	default:
		return []string{"< " + outside(a)}
	}
}

// outside writes an action that the house, not the customer, answers.
func outside(a flow.Action) string {
	switch a := a.(type) {
	case flow.AskHours:
		return "hours " + a.Calendar
	case flow.Identify:
		return fmt.Sprintf("identify %s %s", a.By, a.Value)
	case flow.Fetch:
		if a.From == flow.FromRecord {
			return "data record " + a.Customer
		}
		return strings.TrimSpace(fmt.Sprintf("data %s %s %s %s", a.Connection, a.Method, a.Path, a.Body))
	case flow.Enqueue:
		return enqueue(a)
	case flow.AskPlace:
		return "place " + a.Queue
	case flow.Pause:
		return "wait " + document.Duration(a.Timeout).String()
	case flow.TakeCallback:
		text := fmt.Sprintf("callback %s %s", a.Queue, a.Phone)
		if a.Keeps {
			text += " keeps"
		}
		return text
	case flow.Transfer:
		return "transfer " + a.Phone
	case flow.Answer:
		if a.Text != "" {
			return fmt.Sprintf("answer %s %s %s", a.Question, a.Metric, a.Text)
		}
		return fmt.Sprintf("answer %s %s %d", a.Question, a.Metric, a.Number)
	case flow.Hangup:
		return "hangup " + a.Reason
	default:
		return fmt.Sprintf("%T", a)
	}
}

// text is a prompt as the contact's channel gives it.
func (w *Walk) text(u flow.Utterance) string {
	text := u.Shown
	if w.options.Contact.Channel == "voice" {
		text = u.Spoken
	}
	return strings.ReplaceAll(text, "\n", `\n`)
}

func (w *Walk) ask(a flow.Ask) []string {
	var lines []string
	if a.Before != nil {
		lines = append(lines, "< say "+w.text(*a.Before))
	}
	parts := []string{"< ask", w.text(a.Prompt)}
	for _, b := range a.Buttons {
		parts = append(parts, fmt.Sprintf("[%s %s]", b.Key, b.Label.Shown))
	}
	if len(a.Buttons) == 0 {
		parts = append(parts, fmt.Sprintf("[%s %d–%d]", a.Accept, a.Min, a.Max))
	}
	return append(lines, strings.Join(parts, " "))
}

func enqueue(a flow.Enqueue) string {
	parts := []string{"queue " + a.Queue, "language=" + a.Language}
	for _, alternative := range a.Needs {
		var all []string
		for _, skill := range slices.Sorted(maps.Keys(alternative)) {
			all = append(all, fmt.Sprintf("%s:%d", skill, alternative[skill]))
		}
		parts = append(parts, "needs="+strings.Join(all, ","))
	}
	if a.Priority != 0 {
		parts = append(parts, fmt.Sprintf("priority=%d", a.Priority))
	}
	if a.Preferred != "" {
		parts = append(parts, "preferred="+a.Preferred, "reserve="+document.Duration(a.Reserve).String())
	}
	if len(a.Path) > 0 {
		parts = append(parts, "path="+strings.Join(a.Path, ","))
	}
	for _, c := range a.Captured {
		parts = append(parts, fmt.Sprintf("%s=%v", c.Key, c.Value))
	}
	return strings.Join(parts, " ")
}
