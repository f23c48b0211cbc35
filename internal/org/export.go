package org

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"turno/internal/routing"
)

// Export writes an organisation as a file that Parse reads back to the same
// organisation. The same organisation gives the same bytes.
func Export(o *Organisation) []byte {
	clean := *o
	clean.cloneLists()
	clean.sort()
	options := []yaml.EncodeOption{
		yaml.Indent(2), yaml.IndentSequence(true), yaml.UseSingleQuote(false),
		yaml.CustomMarshaler(writeNeeds),
	}
	file, err := yaml.MarshalWithOptions(&clean, options...)
	if err != nil {
		// Plain structs of strings and numbers: a failure is a defect of this package.
		panic("org: export: " + err.Error())
	}
	return file
}

// Clone is a copy whose lists may be appended to and whose entries may be
// replaced; their inner maps and lists are shared and must not be changed.
func (o *Organisation) Clone() *Organisation {
	clone := *o
	clone.cloneLists()
	clone.Services, clone.Notices, clone.Reasons = slices.Clone(o.Services), slices.Clone(o.Notices), slices.Clone(o.Reasons)
	clone.Answers = slices.Clone(o.Answers)
	clone.Outcomes, clone.NotReady = slices.Clone(o.Outcomes), slices.Clone(o.NotReady)
	return &clone
}

// writeNeeds is the form that decoder.needs reads: `{es: 3}`, or `[{es: 3}, {en: 4}]`.
func writeNeeds(needs routing.Needs) ([]byte, error) {
	alternatives := make([]yaml.MapSlice, 0, len(needs))
	for _, alternative := range needs {
		var levels yaml.MapSlice
		for _, n := range alternative {
			levels = append(levels, yaml.MapItem{Key: n.Skill, Value: n.Level})
		}
		alternatives = append(alternatives, levels)
	}
	var value any = alternatives
	if len(alternatives) == 1 {
		value = alternatives[0]
	}
	text, err := yaml.MarshalWithOptions(value, yaml.Flow(true))
	return []byte(strings.TrimSpace(string(text))), err
}
