package flow

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"turno/internal/document"
	"turno/internal/say"
)

// nodeParts checks what a node says and compiles its expressions.
func (c *checker) nodeParts() {
	n := c.node
	c.targets()
	switch n.kind {
	case KindSay:
		c.prompt("say.prompt", n.Say.Prompt, true)
	case KindMenu:
		c.menu(n.Menu)
	case KindCollect:
		c.collect(n.Collect)
	case KindSet:
		c.assignments("set", n.Set, c.code.types)
	case KindBranch:
		c.bound("branch.cases", len(n.Branch.Cases), 1, casesMax)
		for i, one := range n.Branch.Cases {
			c.expression(indexed("branch.cases", i)+".when", one.When, TypeYesNo)
		}
	case KindHours:
		c.want("hours.calendar", RefCalendar, n.Hours.Calendar)
		c.duration("hours.timeout", n.Hours.Timeout, time.Minute)
	case KindLanguage:
		c.language(n.Language)
	case KindIdentify:
		c.identify(n.Identify)
	case KindData:
		c.data(n.Data)
	case KindQueue:
		c.queue(n.Queue)
	case KindAnnounce:
		c.prompt("announce.place", n.Announce.Place, n.Announce.Wait == "")
		c.prompt("announce.wait", n.Announce.Wait, false)
		c.duration("announce.timeout", n.Announce.Timeout, time.Minute)
	case KindWait:
		if n.Wait.For.Std() < time.Second {
			c.mistakef("wait.for", "at least a second is wanted")
		}
		c.duration("wait.for", n.Wait.For, time.Hour)
	default:
		c.lastParts()
	}
}

func (c *checker) lastParts() {
	n := c.node
	switch n.kind {
	case KindCallback:
		c.callback(n.Callback)
	case KindVoicemail:
		c.prompt("voicemail.prompt", n.Voicemail.Prompt, true)
		c.want("voicemail.queue", RefQueue, n.Voicemail.Queue)
		c.duration("voicemail.max", n.Voicemail.Max, time.Hour)
		c.duration("voicemail.silence", n.Voicemail.Quiet, time.Minute)
	case KindTransfer:
		c.template("transfer.to", n.Transfer.To)
		c.duration("transfer.timeout", n.Transfer.Timeout, 5*time.Minute)
	case KindSurvey:
		c.survey(n.Survey)
	case KindSubflow:
		// The other flow is looked at later: here only what is kept of it.
		c.bound("subflow.take", len(n.Subflow.Take), 0, listMax)
	case KindHangup:
		c.prompt("hangup.prompt", n.Hangup.Prompt, false)
	default:
	}
}

// targets checks that every way out leads somewhere.
func (c *checker) targets() {
	n := c.node
	if n.Next != "" && !usesNext(n.kind) {
		c.mistakef("next", "a %s node goes where its own fields say; next is of no use", n.kind)
	}
	for _, e := range n.edges {
		switch {
		case e.field == "" || e.to == End:
		case e.to == "":
			c.mistakef(e.field, "it must say where to go on")
		case c.code.nodes[e.to] == nil:
			c.mistakef(e.field, "there is no node %q", e.to)
		}
	}
}

// prompt checks that a prompt is there.
func (c *checker) prompt(field, key string, needed bool) {
	switch {
	case key == "" && needed:
		c.mistakef(field, "a prompt is needed")
	case key != "" && c.code.prompts[key] == nil:
		c.mistakef(field, "there is no prompt %q", key)
	}
}

func (c *checker) duration(field string, d document.Duration, most time.Duration) {
	if d.Std() < 0 || d.Std() > most {
		c.mistakef(field, "%s is out of range: at most %s", d, document.Duration(most))
	}
}

func (c *checker) retries(field string, n *int) {
	if n != nil {
		c.bound(field, *n, 0, retriesMax)
	}
}

// variable checks that a variable is there and holds what is put into it.
func (c *checker) variable(field, key string, types ...Type) {
	t := c.code.types[key]
	switch {
	case t == "":
		c.mistakef(field, "there is no variable %q", key)
	case !slices.Contains(types, t):
		c.mistakef(field, "variable %s is a %s, and a %s is wanted", key, t, types[0])
	}
}

// choiceKey checks a key of the phone.
func (c *checker) choiceKey(field, key string, seen map[string]bool) {
	if len(key) != 1 || !strings.ContainsAny(key, "0123456789*#") {
		c.mistakef(field, "%q is not a key: 0 to 9, * or #", key)
		return
	}
	if seen[key] {
		c.mistakef(field, "key %s is given twice", key)
	}
	seen[key] = true
}

func (c *checker) menu(m *MenuNode) {
	c.prompt("menu.prompt", m.Prompt, true)
	c.prompt("menu.invalid", m.Invalid, false)
	c.prompt("menu.silence", m.Silence, false)
	c.duration("menu.timeout", m.Timeout, 5*time.Minute)
	c.retries("menu.retries", m.Retries)
	c.bound("menu.choices", len(m.Choices), 1, choicesMax)
	seen := map[string]bool{}
	for i, one := range m.Choices {
		at := indexed("menu.choices", i)
		c.choiceKey(at+".key", one.Key, seen)
		c.prompt(at+".label", one.Label, true)
	}
	if m.Into != "" {
		c.variable("menu.into", m.Into, TypeText)
	}
}

func (c *checker) collect(n *CollectNode) {
	c.prompt("collect.prompt", n.Prompt, true)
	c.prompt("collect.invalid", n.Invalid, false)
	c.prompt("collect.silence", n.Silence, false)
	c.duration("collect.timeout", n.Timeout, 5*time.Minute)
	c.duration("collect.between", n.Between, time.Minute)
	c.retries("collect.retries", n.Retries)
	most := digitsMax
	switch n.Accept {
	case "", AcceptDigits:
		c.variable("collect.into", n.Into, TypeText, TypeNumber)
		if c.code.types[n.Into] == TypeNumber {
			most = 15 // what a float64 holds exactly
		}
	case AcceptText:
		c.variable("collect.into", n.Into, TypeText)
		most = textMax
	default:
		c.mistakef("collect.accept", "%q is neither digits nor text", n.Accept)
	}
	c.bound("collect.max", n.Max, 1, most)
	c.bound("collect.min", n.Min, 0, n.Max)
	if n.Finish != "" && n.Finish != "*" && n.Finish != "#" {
		c.mistakef("collect.finish", "%q does not end an entry: * or #", n.Finish)
	}
	if n.Pattern != "" {
		pattern, err := patternOf(n.Pattern)
		if err != nil || utf8.RuneCountInString(n.Pattern) > expressionMax {
			c.mistakef("collect.pattern", "%q is not a regular expression", n.Pattern)
		}
		c.node.pattern = pattern
	}
	if n.Check != "" {
		sample := c.code.sample()
		sample["input"] = ""
		e, err := compileExpression(n.Check, sample, TypeYesNo)
		if err != nil {
			c.mistakef("collect.check", "%s", message(err))
		}
		c.node.exprs["collect.check"] = e
	}
}

// assignments checks what is put into variables of types, with expressions of this flow.
func (c *checker) assignments(field string, list []Assignment, types map[string]Type) {
	c.bound(field, len(list), 0, listMax)
	for i, a := range list {
		at := indexed(field, i)
		t := types[a.Variable]
		if t == "" {
			c.mistakef(at+".variable", "there is no variable %q", a.Variable)
			continue
		}
		c.expression(at+".value", a.Value, t)
	}
}

func (c *checker) language(n *LanguageNode) {
	c.prompt("language.prompt", n.Prompt, true)
	c.duration("language.timeout", n.Timeout, 5*time.Minute)
	c.retries("language.retries", n.Retries)
	c.bound("language.choices", len(n.Choices), 1, choicesMax)
	seen := map[string]bool{}
	for i, one := range n.Choices {
		at := indexed("language.choices", i)
		c.choiceKey(at+".key", one.Key, seen)
		c.prompt(at+".label", one.Label, true)
		if !slices.Contains(c.code.doc.Languages, one.Language) {
			c.mistakef(at+".language", "%q is not one of the flow's languages", one.Language)
		}
	}
}

func (c *checker) identify(n *IdentifyNode) {
	switch n.By {
	case ByNumber:
		if n.Document != "" {
			c.mistakef("identify.document", "by the number no document is needed")
		}
	case ByDocument:
		c.expression("identify.document", n.Document, TypeText)
	default:
		c.mistakef("identify.by", "%q is neither %s nor %s", n.By, ByNumber, ByDocument)
	}
	c.duration("identify.timeout", n.Timeout, time.Minute)
}

// scale is the range of a metric's answers.
func scale(metric string) (least, most int, ok bool) {
	switch metric {
	case MetricCSAT:
		return 1, 5, true
	case MetricNPS:
		return 0, 10, true
	case MetricCES:
		return 1, 7, true
	default:
		return 0, 0, false
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// spoken is the language of a tag that Compile has accepted.
func spoken(tag string) say.Language {
	l, _ := say.Find(tag)
	return l
}
