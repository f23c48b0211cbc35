package flow

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"turno/internal/core"
	"turno/internal/say"
)

const mistakesMax = 100

// checker finds what is wrong with the flows of a program.
type checker struct {
	program  *Program
	refs     References
	docs     map[string]*Document
	depths   map[*code]int // flows nested in a flow
	wanted   map[Reference]bool
	mistakes []error
	more     int

	code *code // the flow that is being checked
	node *node // and the node, nil outside of nodes
}

func tooLarge(size int) error {
	return core.Errorf(core.TooLarge, "the file has %d bytes; at most %d are read", size, fileMax)
}

// keyPattern is what keys look like; those of variables are names in expressions.
func keyPattern(key string) bool {
	if key == "" || len(key) > 64 || key[0] < 'a' || key[0] > 'z' {
		return false
	}
	return strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

func indexed(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

func caseName(i int) string { return fmt.Sprintf("case %d", i+1) }

// mistakef notes a mistake at a field of the node or, outside of nodes, of the flow.
func (c *checker) mistakef(field, format string, args ...any) {
	if len(c.mistakes) >= mistakesMax {
		c.more++
		return
	}
	where, path := "flow "+c.code.doc.Key, field
	if c.node != nil {
		where += ", node " + c.node.Key
		path = indexed("nodes", c.node.index)
		if field != "" {
			where += ", " + field
			path += "." + field
		}
	} else if field != "" {
		where += ", " + field
	}
	text := where + ": " + fmt.Sprintf(format, args...)
	if source := c.code.doc.source; source != nil {
		if line := source.Line(path); line > 0 {
			text = fmt.Sprintf("line %d: %s", line, text)
		}
	}
	c.mistakes = append(c.mistakes, core.FieldErrorf(core.Invalid, path, "%s", text))
}

func (c *checker) err() error {
	if c.more > 0 {
		c.mistakes = append(c.mistakes, core.Errorf(core.Invalid, "and %d more", c.more))
	}
	return errors.Join(c.mistakes...)
}

// want notes that a thing outside is named, and refuses it when it is not there.
func (c *checker) want(field string, kind ReferenceKind, key string) {
	if key == "" {
		c.mistakef(field, "a %s is needed", kind)
		return
	}
	r := Reference{kind, key}
	c.wanted[r] = true
	if c.refs != nil && !c.refs.Has(r) {
		c.mistakef(field, "there is no %s %q", kind, key)
	}
}

func (c *checker) wantedList() []Reference {
	list := make([]Reference, 0, len(c.wanted))
	for r := range c.wanted {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Reference) int {
		return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Key, b.Key))
	})
	return list
}

// flow checks one flow on its own and compiles its parts.
func (c *checker) flow(doc *Document) *code {
	f := &code{doc: doc, nodes: map[string]*node{}, prompts: map[string]*prompt{}, types: map[string]Type{}, initial: map[string]any{}}
	c.program.flows[doc.Key] = f
	c.code, c.node = f, nil
	if !keyPattern(doc.Key) {
		c.mistakef("key", "%q is not a key: lower-case letters, digits and _, a letter first", doc.Key)
	}
	c.languages()
	c.variables()
	c.prompts()
	c.bound("nodes", len(doc.Nodes), 1, nodesMax)
	for i := range doc.Nodes {
		c.index(i)
	}
	for i := range doc.Nodes {
		if n := f.nodes[doc.Nodes[i].Key]; n != nil && n.index == i {
			c.node = n
			c.nodeParts()
		}
	}
	c.node = nil
	if doc.Start == "" {
		c.mistakef("start", "the node to start with is needed")
	} else if f.nodes[doc.Start] == nil {
		c.mistakef("start", "there is no node %q", doc.Start)
	}
	return f
}

func (c *checker) bound(field string, n, least, most int) {
	switch {
	case n < least:
		c.mistakef(field, "at least %d wanted, %d given", least, n)
	case n > most:
		c.mistakef(field, "at most %d wanted, %d given", most, n)
	}
}

func (c *checker) languages() {
	doc := c.code.doc
	c.bound("languages", len(doc.Languages), 1, languagesMax)
	seen := map[string]bool{}
	for i, tag := range doc.Languages {
		if _, ok := say.Find(tag); !ok {
			c.mistakef(indexed("languages", i), "%q is not spoken; there are %s", tag, strings.Join(say.Languages(), ", "))
		}
		if seen[tag] {
			c.mistakef(indexed("languages", i), "%q is written twice", tag)
		}
		seen[tag] = true
	}
}

func (c *checker) variables() {
	doc := c.code.doc
	c.bound("variables", len(doc.Variables), 0, variablesMax)
	reserved := c.code.sample()
	for i, v := range doc.Variables {
		at := indexed("variables", i)
		_, taken := reserved[v.Key]
		switch {
		case !keyPattern(v.Key):
			c.mistakef(at+".key", "%q is not a key: lower-case letters, digits and _, a letter first", v.Key)
			continue
		case taken || v.Key == "input":
			c.mistakef(at+".key", "%q has a meaning of its own", v.Key)
			continue
		case c.code.types[v.Key] != "":
			c.mistakef(at+".key", "%q is written twice", v.Key)
			continue
		}
		switch v.Type {
		case TypeText, TypeNumber, TypeYesNo, TypeTime:
		default:
			c.mistakef(at+".type", "%q is not a type: text, number, yes_no or time", v.Type)
			continue
		}
		c.code.types[v.Key] = v.Type
		c.code.initial[v.Key] = zero(v.Type)
		if v.Default != "" {
			value, ok := read(v.Type, v.Default)
			if !ok {
				c.mistakef(at+".default", "%q is not a %s", v.Default, v.Type)
				continue
			}
			c.code.initial[v.Key] = value
		}
	}
}

func (c *checker) prompts() {
	doc := c.code.doc
	c.bound("prompts", len(doc.Prompts), 0, promptsMax)
	for i := range doc.Prompts {
		p := &prompt{Prompt: &doc.Prompts[i], spoken: map[string][]piece{}, written: map[string][]piece{}}
		at := indexed("prompts", i)
		if !keyPattern(p.Key) {
			c.mistakef(at+".key", "%q is not a key: lower-case letters, digits and _, a letter first", p.Key)
			continue
		}
		if c.code.prompts[p.Key] != nil {
			c.mistakef(at+".key", "%q is written twice", p.Key)
			continue
		}
		c.code.prompts[p.Key] = p
		c.promptTexts(at+".text", p, p.Text, p.spoken, true)
		c.promptTexts(at+".written", p, p.Written, p.written, false)
		for _, tag := range doc.Languages {
			if key := p.Recording[tag]; key != "" {
				c.want(at+".recording."+tag, RefRecording, key)
				if slices.ContainsFunc(p.spoken[tag], func(part piece) bool { return part.value != nil }) {
					c.mistakef(at+".recording."+tag, "prompt %s has values to say, which a recording cannot", p.Key)
				}
			}
		}
		c.onlyLanguages(at+".text", p.Text)
		c.onlyLanguages(at+".written", p.Written)
		c.onlyLanguages(at+".recording", p.Recording)
	}
}

// promptTexts compiles a prompt's texts; all says that none may be missing.
func (c *checker) promptTexts(at string, p *prompt, texts map[string]string, into map[string][]piece, all bool) {
	for _, tag := range c.code.doc.Languages {
		text := texts[tag]
		if text == "" {
			if all || len(texts) > 0 {
				c.mistakef(at, "prompt %s has no text in %s", p.Key, tag)
			}
			continue
		}
		field := at + "." + tag
		if utf8.RuneCountInString(text) > promptMax || !utf8.ValidString(text) {
			c.mistakef(field, "prompt %s is longer than %d characters, or broken", p.Key, promptMax)
			continue
		}
		pieces, err := splitPieces(text, c.any)
		if err != nil {
			c.mistakef(field, "prompt %s: %s", p.Key, message(err))
			continue
		}
		l, _ := say.Find(tag)
		for _, part := range pieces {
			if part.form == formAmount && !l.Spoken(part.argument) {
				c.mistakef(field, "prompt %s: %s has no name in %s", p.Key, part.argument, tag)
			}
		}
		into[tag] = pieces
	}
}

func (c *checker) onlyLanguages(at string, texts map[string]string) {
	tags := make([]string, 0, len(texts))
	for tag := range texts {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	for _, tag := range tags {
		if !slices.Contains(c.code.doc.Languages, tag) {
			c.mistakef(at+"."+tag, "%s is not one of the flow's languages", tag)
		}
	}
}

// index gives a node its place among the others.
func (c *checker) index(i int) {
	n := &node{Node: &c.code.doc.Nodes[i], index: i, exprs: map[string]*expression{}, texts: map[string][]piece{}}
	at := indexed("nodes", i)
	kinds := n.kinds()
	switch {
	case !keyPattern(n.Key) || n.Key == End:
		c.mistakef(at+".key", "%q is not a key of a node: lower-case letters, digits and _, a letter first, not %s", n.Key, End)
		return
	case c.code.nodes[n.Key] != nil:
		c.mistakef(at+".key", "node %s is written twice", n.Key)
		return
	case len(kinds) == 0:
		c.mistakef(at, "node %s does nothing: it needs a kind, like say or menu", n.Key)
		return
	case len(kinds) > 1:
		c.mistakef(at, "node %s is %s and %s at once", n.Key, kinds[0], kinds[1])
		return
	}
	n.kind, n.edges = kinds[0], n.Node.edges()
	c.code.nodes[n.Key] = n
}

// message is an error's words without its code.
func message(err error) string {
	if e, ok := errors.AsType[*core.Error](err); ok {
		return e.Message
	}
	return err.Error()
}

// any compiles an expression of any type.
func (c *checker) any(source string) (*expression, error) {
	return compileExpression(source, c.code.sample(), "")
}

// expression compiles an expression of the node, where one is given.
func (c *checker) expression(field, source string, want Type) {
	e, err := compileExpression(source, c.code.sample(), want)
	if err != nil {
		c.mistakef(field, "%s", message(err))
		return
	}
	c.node.exprs[field] = e
}

// sample is what expressions may use, with values of the right types.
func (f *code) sample() map[string]any {
	env := map[string]any{"contact": Contact{}, "customer": Customer{}, "hours": Hours{}, "queue": queueView{}, "language": ""}
	for key, t := range f.types {
		env[key] = zero(t)
	}
	return env
}

// patternOf compiles a pattern that must match a whole text.
func patternOf(text string) (*regexp.Regexp, error) { return regexp.Compile(`^(?:` + text + `)$`) }
