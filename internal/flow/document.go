package flow

import (
	"turno/internal/document"
)

// What a document may hold at most.
const (
	fileMax       = 1 << 20 // bytes
	languagesMax  = 12
	nodesMax      = 500
	promptsMax    = 1000
	promptMax     = 2000 // characters of a text
	variablesMax  = 100
	choicesMax    = 12
	casesMax      = 50
	listMax       = 20 // assignments, values taken, alternatives of needs
	expressionMax = 1000
	flowsMax      = 32 // in one program
	stackMax      = 8  // subflows within subflows
	retriesMax    = 9
	textMax       = 1000 // characters of a variable
	digitsMax     = 64
)

// End is the target that ends a flow: a subflow goes back to whoever called it;
// a customer who waits in a queue goes on waiting; else the contact ends.
const End = "end"

// Document is a flow as people write it, in YAML or JSON.
type Document struct {
	Key       string            `yaml:"key" json:"key"`
	Name      map[string]string `yaml:"name" json:"name"`
	Languages []string          `yaml:"languages" json:"languages"`                 // the first is the flow's own
	Waiting   bool              `yaml:"waiting,omitempty" json:"waiting,omitempty"` // for those who wait in a queue already
	Variables []Variable        `yaml:"variables,omitempty" json:"variables,omitempty"`
	Prompts   []Prompt          `yaml:"prompts,omitempty" json:"prompts,omitempty"`
	Start     string            `yaml:"start" json:"start"`
	Nodes     []Node            `yaml:"nodes" json:"nodes"`

	source *document.Decoder // where each part stands in the file
}

// Type is the type of a variable.
type Type string

// The types. A time is civil and written 2006-01-02T15:04.
const (
	TypeText   Type = "text"
	TypeNumber Type = "number"
	TypeYesNo  Type = "yes_no"
	TypeTime   Type = "time"
)

// Variable is what a flow remembers. It starts with its default, or empty, zero, no.
type Variable struct {
	Key     string `yaml:"key" json:"key"`
	Type    Type   `yaml:"type" json:"type"`
	Default string `yaml:"default,omitempty" json:"default,omitempty"`
	Desk    bool   `yaml:"desk,omitempty" json:"desk,omitempty"` // the agent sees it
}

// Prompt is a text in every language of the flow, with values in braces, or a
// recording that says the same. Written is what chats and kiosks show instead,
// where the text speaks of keys.
type Prompt struct {
	Key       string            `yaml:"key" json:"key"`
	Text      map[string]string `yaml:"text" json:"text"`
	Written   map[string]string `yaml:"written,omitempty" json:"written,omitempty"`
	Recording map[string]string `yaml:"recording,omitempty" json:"recording,omitempty"`
}

// Parse reads a document strictly: unknown keys and values of the wrong kind are
// mistakes. The error joins one core.Error per mistake, with line and reason. A
// document that is read is a draft: only Compile tells whether it can be published.
func Parse(file []byte) (*Document, error) {
	if len(file) > fileMax {
		return nil, tooLarge(len(file))
	}
	doc := &Document{source: &document.Decoder{Noun: "flow"}}
	if err := doc.source.Decode(file, doc); err != nil {
		return nil, err
	}
	if err := doc.source.Err(); err != nil {
		return nil, err
	}
	return doc, nil
}
