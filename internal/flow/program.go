package flow

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"

	"turno/internal/core"
)

// Program is a flow with all its subflows, checked and ready to run. It is
// immutable and may be shared.
type Program struct {
	version int
	digest  string
	root    *code
	flows   map[string]*code
	wants   []Reference
}

// code is one flow of a program.
type code struct {
	doc     *Document
	nodes   map[string]*node
	prompts map[string]*prompt
	types   map[string]Type
	initial map[string]any

	passesDry bool // it can be gone through without any time having passed
}

// node is a node with its expressions compiled, by the field they stand in.
type node struct {
	*Node
	kind    Kind
	index   int
	exprs   map[string]*expression
	texts   map[string][]piece
	pattern *regexp.Regexp
	edges   []edge
}

// prompt is a prompt taken apart, by language.
type prompt struct {
	*Prompt
	spoken  map[string][]piece
	written map[string][]piece
}

// ReferenceKind is what kind of thing a flow names.
type ReferenceKind string

// The kinds of things that live outside of flows.
const (
	RefQueue      ReferenceKind = "queue"
	RefCalendar   ReferenceKind = "calendar"
	RefSkill      ReferenceKind = "skill"
	RefRecording  ReferenceKind = "recording"
	RefConnection ReferenceKind = "connection"
)

// Reference is a thing outside of flows that a node or prompt names.
type Reference struct {
	Kind ReferenceKind
	Key  string
}

// References knows what exists outside of flows.
type References interface {
	Has(r Reference) bool
}

// Compile checks a flow for publishing, with the subflows it names among others,
// and makes a program of it. Version is the number it is published under, 0 for a draft
// that is tried out. With refs nil the things outside are taken as being there;
// Wants lists them. The error joins one core.Error per mistake; each names the
// flow and the node, and the line where the document came from a file.
func Compile(root *Document, others []*Document, version int, refs References) (*Program, error) {
	p := &Program{version: version, flows: map[string]*code{}}
	c := &checker{program: p, refs: refs, docs: map[string]*Document{}, depths: map[*code]int{}, wanted: map[Reference]bool{}}
	for _, doc := range others {
		c.docs[doc.Key] = doc
	}
	c.docs[root.Key] = root
	p.root = c.flow(root)
	c.subflows(p.root, nil)
	if len(c.mistakes) == 0 {
		c.reach()
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	p.wants = c.wantedList()
	digest, err := p.sum()
	p.digest = digest
	return p, err
}

// Key is the key of the flow that the program was made of.
func (p *Program) Key() string { return p.root.doc.Key }

// Version is the number it was published under, 0 for a draft.
func (p *Program) Version() int { return p.version }

// Digest tells programs apart whose documents differ.
func (p *Program) Digest() string { return p.digest }

// Languages lists the languages it speaks, its own first.
func (p *Program) Languages() []string { return p.root.doc.Languages }

// Wants lists the things outside of flows that it names, by kind and key.
func (p *Program) Wants() []Reference { return p.wants }

// sum hashes the documents in the order of their keys.
func (p *Program) sum() (string, error) {
	docs := make(map[string]*Document, len(p.flows))
	for key, f := range p.flows {
		docs[key] = f.doc
	}
	text, err := json.Marshal(docs) // sorts by key
	if err != nil {
		return "", core.Wrap(core.Internal, "", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8]), nil
}
