package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"turno/internal/core"
	"turno/internal/flow"
	"turno/internal/flow/library"
	"turno/internal/org"
)

// flowCmd is `turno flow …`.
type flowCmd struct {
	Check   flowCheckCmd   `cmd:"" help:"Check flow files as publishing them would."`
	Test    flowTestCmd    `cmd:"" help:"Walk a flow in the terminal, or play its scripts."`
	Shipped flowShippedCmd `cmd:"" help:"List the flows that come with the house, or print one."`
}

// flowCheckCmd is `turno flow check FILE…`.
type flowCheckCmd struct {
	Files []string `arg:"" help:"Flow files (YAML or JSON). Subflows are looked for among them and beside them." placeholder:"FILE"`
	Org   string   `help:"Organisation file that must have the queues, calendars and skills they name." placeholder:"FILE"`
}

func (c *flowCheckCmd) Run(e *env) error {
	refs, err := readReferences(c.Org)
	if err != nil {
		return err
	}
	docs := make([]*flow.Document, len(c.Files))
	for i, file := range c.Files {
		if docs[i], err = readFlow(file); err != nil {
			return err
		}
	}
	var mistakes []error
	for i, doc := range docs {
		others, err := subflowsBeside(c.Files[i], doc, docs)
		if err != nil {
			return err
		}
		p, err := flow.Compile(doc, others, 0, refs)
		if err != nil {
			mistakes = append(mistakes, err)
			continue
		}
		e.printf("%s: flow %s can be published\n", c.Files[i], p.Key())
		for _, r := range p.Wants() {
			e.printf("  names %s %s%s\n", r.Kind, r.Key, unchecked(refs, r))
		}
	}
	return errors.Join(mistakes...)
}

// unchecked says so of what nobody has looked for.
func unchecked(refs flow.References, r flow.Reference) string {
	if refs == nil || !inOrganisation(r.Kind) {
		return " (not looked for)"
	}
	return ""
}

// flowShippedCmd is `turno flow shipped [KEY]`.
type flowShippedCmd struct {
	Key string `arg:"" optional:"" help:"Flow to print."`
}

func (c *flowShippedCmd) Run(e *env) error {
	if c.Key == "" {
		for _, key := range library.Keys() {
			e.printf("%s\n", key)
		}
		return nil
	}
	file, err := library.File(c.Key)
	if err != nil {
		return err
	}
	_, err = e.stdout.Write(file)
	return err
}

// readFlow reads a document; its mistakes name the file.
func readFlow(path string) (*flow.Document, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the file that was asked for
	if err != nil {
		return nil, core.Wrap(core.NotFound, "", err)
	}
	doc, err := flow.Parse(text)
	if err != nil {
		return nil, errors.Join(core.Errorf(core.Invalid, "%s cannot be read", path), err)
	}
	return doc, nil
}

// subflowsBeside finds the flows that a flow calls, however deep: among those that
// were read, then beside its file under their key.
func subflowsBeside(path string, root *flow.Document, read []*flow.Document) ([]*flow.Document, error) {
	known := map[string]*flow.Document{}
	for _, doc := range read {
		known[doc.Key] = doc
	}
	todo := []*flow.Document{root}
	for len(todo) > 0 {
		doc := todo[0]
		todo = todo[1:]
		for i := range doc.Nodes {
			call := doc.Nodes[i].Subflow
			if call == nil || known[call.Flow] != nil {
				continue
			}
			sub, err := beside(path, call.Flow)
			if err != nil {
				return nil, err
			}
			if sub != nil { // else Compile names the node
				known[call.Flow] = sub
				todo = append(todo, sub)
			}
		}
	}
	docs := make([]*flow.Document, 0, len(known))
	for _, doc := range known {
		docs = append(docs, doc)
	}
	return docs, nil
}

// beside reads the flow of a key from the folder of another, nil when it is not there.
func beside(path, key string) (*flow.Document, error) {
	if key == "" || filepath.Base(key) != key {
		return nil, nil
	}
	for _, extension := range []string{".yaml", ".yml", ".json"} {
		doc, err := readFlow(filepath.Join(filepath.Dir(path), key+extension))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		return doc, err
	}
	return nil, nil
}

// houseReferences are the things of an organisation that flows name. Recordings and
// connections are not kept by it: they are taken as being there.
type houseReferences struct{ *org.Organisation }

func (h houseReferences) Has(r flow.Reference) bool {
	ok := true
	switch r.Kind {
	case flow.RefQueue:
		_, ok = h.Queue(r.Key)
	case flow.RefCalendar:
		_, ok = h.Calendar(r.Key)
	case flow.RefSkill:
		_, ok = h.Skill(r.Key)
	case flow.RefRecording, flow.RefConnection:
	}
	return ok
}

// inOrganisation reports whether an organisation keeps things of a kind.
func inOrganisation(kind flow.ReferenceKind) bool {
	return kind == flow.RefQueue || kind == flow.RefCalendar || kind == flow.RefSkill
}

// readReferences reads the organisation that flows are checked against; nil for none.
func readReferences(path string) (flow.References, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path) //nolint:gosec // the file that was asked for
	if err != nil {
		return nil, core.Wrap(core.NotFound, "", err)
	}
	o, err := org.Parse(text)
	if err != nil {
		return nil, err
	}
	return houseReferences{o}, nil
}
