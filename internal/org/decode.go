package org

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"turno/internal/core"
	"turno/internal/document"
	"turno/internal/routing"
)

// decoder notes the mistakes of a file, of form or of sense, each with its line.
type decoder struct{ document.Decoder }

func newDecoder() *decoder {
	return &decoder{document.Decoder{Noun: "organisation", Special: decodeNeeds}}
}

// faultf notes what is wrong at a path: in a word that screens have words for, and
// in a sentence for logs and files.
func (d *decoder) faultf(path string, fault core.Fault, format string, args ...any) {
	d.Boundf(path, fault, 0, format, args...)
}

// boundf is faultf with the bound that it speaks of.
func (d *decoder) boundf(path string, fault core.Fault, limit int, format string, args ...any) {
	d.Boundf(path, fault, limit, format, args...)
}

// join is the path of a key under a path.
func join(path, key string) string { return document.Join(path, key) }

// decodeNeeds reads `{es: 3, billing: 2}` (all of them) or a list of such (any of them).
func decodeNeeds(d *document.Decoder, node ast.Node, v reflect.Value, path string) bool {
	needs, ok := reflect.TypeAssert[*routing.Needs](v.Addr())
	if !ok {
		return false
	}
	alternatives := []ast.Node{node}
	if seq, ok := node.(*ast.SequenceNode); ok {
		alternatives = seq.Values
	}
	for i, alternative := range alternatives {
		at := path
		if len(alternatives) > 1 {
			at = fmt.Sprintf("%s[%d]", path, i)
		}
		levels := map[string]int{}
		d.Value(alternative, reflect.ValueOf(&levels).Elem(), at)
		if len(levels) == 0 {
			d.Mistakef(at, "an alternative needs at least one skill, like {es: 3}")
			continue
		}
		*needs = append(*needs, needsOf(levels))
	}
	return true
}

// needsOf makes one alternative, sorted by skill.
func needsOf(levels map[string]int) []routing.Need {
	all := make([]routing.Need, 0, len(levels))
	for _, skill := range slices.Sorted(maps.Keys(levels)) {
		all = append(all, routing.Need{Skill: skill, Level: levels[skill]})
	}
	return all
}
