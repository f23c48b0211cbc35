package flow

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// entered is an answer of the customer.
func (m *machine) entered(text string) error {
	if m.s.Await.Kind != AwaitEntry {
		return unfit()
	}
	n := m.node()
	switch n.kind {
	case KindMenu:
		m.chosen(n.Menu, text)
	case KindCollect:
		m.collected(n, text)
	case KindLanguage:
		for _, c := range n.Language.Choices {
			if m.means(text, c.Key, c.Label) {
				m.s.Language, m.s.Chosen = c.Language, true
				m.leave(outNext, c.Language)
				return nil
			}
		}
		m.again("invalid", "", tries(n.Language.Retries, 1), outNext)
	case KindSurvey:
		m.rated(n.Survey, text)
	default:
		if !m.means(text, orElse(n.Callback.Key, "1"), n.Callback.Label) {
			m.leave(outDeclined, "")
			return nil
		}
		m.trace("accepted", "")
		m.await(AwaitCallback, timeoutAnswer)
	}
	return nil
}

// means reports whether a customer who entered text means a choice: by its key, or
// by its words.
func (m *machine) means(text, key, label string) bool {
	text = strings.TrimSpace(text)
	return text == key || text != "" && strings.EqualFold(text, m.utter(label).Shown)
}

func (m *machine) chosen(n *MenuNode, text string) {
	for _, c := range n.Choices {
		if !m.means(text, c.Key, c.Label) {
			continue
		}
		if n.Into != "" {
			m.frame().Variables[n.Into] = c.Key
		}
		if len(m.s.Path) < pathMax {
			m.s.Path = append(m.s.Path, m.node().Key+":"+c.Label)
		}
		m.leave("choice "+c.Key, c.Label)
		return
	}
	m.again("invalid", n.Invalid, tries(n.Retries, 2), outFailed)
}

func (m *machine) collected(n *node, text string) {
	c := n.Collect
	value, ok := tidy(c, text)
	if ok && n.pattern != nil {
		ok = n.pattern.MatchString(value)
	}
	if ok && c.Check != "" {
		env := m.env()
		env["input"] = value
		passed, err := n.exprs["collect.check"].eval(env)
		if err != nil {
			m.mistake(err)
		}
		ok = passed == true
	}
	if ok {
		var kept any
		if kept, ok = read(m.code().types[c.Into], value); ok {
			m.frame().Variables[c.Into] = kept
			m.leave(outNext, "")
			return
		}
	}
	m.again("invalid", c.Invalid, tries(c.Retries, 2), outFailed)
}

// tidy takes away what people write between digits, and the key that ends an entry.
func tidy(c *CollectNode, text string) (string, bool) {
	text = strings.TrimSpace(text)
	if c.Accept != AcceptText {
		text = strings.TrimSuffix(text, orElse(c.Finish, "#"))
		text = strings.NewReplacer(" ", "", "-", "", ".", "").Replace(text)
		if strings.Trim(text, "0123456789") != "" {
			return "", false
		}
	}
	length := utf8.RuneCountInString(text)
	return text, length >= max(c.Min, 1) && length <= c.Max && isText(text)
}

// isText reports whether a text is sound: no control characters but line breaks.
func isText(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' })
}

func (m *machine) rated(n *SurveyNode, text string) {
	text = strings.TrimSpace(text)
	a := Answer{Question: n.Question, Metric: n.Metric}
	var kept any
	if n.Metric == MetricText {
		if text == "" || !isText(text) || utf8.RuneCountInString(text) > textMax {
			m.again("invalid", n.Invalid, tries(n.Retries, 1), outNext)
			return
		}
		a.Text, kept = text, text
	} else {
		least, most, _ := scale(n.Metric)
		number, err := strconv.Atoi(strings.TrimSuffix(text, "#"))
		if err != nil || number < least || number > most {
			m.again("invalid", n.Invalid, tries(n.Retries, 1), outNext)
			return
		}
		a.Number, kept = number, float64(number)
	}
	if n.Into != "" {
		m.frame().Variables[n.Into] = kept
	}
	m.do(a)
	m.leave(outNext, n.Metric)
}
