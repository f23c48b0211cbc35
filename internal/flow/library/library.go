// Package library holds the flows that the house ships with, in four languages, to
// be taken as they are or as a beginning: the main menu with identification and
// segments, out of hours, waiting with callback, self-service, and the survey.
package library

import (
	"embed"
	"slices"

	"turno/internal/core"
	"turno/internal/flow"
)

//go:embed *.yaml
var files embed.FS

// Keys lists the flows.
func Keys() []string {
	return []string{"main_menu", "out_of_hours", "overflow", "self_service", "survey"}
}

// File is a flow's document as it was written.
func File(key string) ([]byte, error) {
	if !slices.Contains(Keys(), key) {
		return nil, core.Errorf(core.NotFound, "no flow %q is shipped", key)
	}
	return files.ReadFile(key + ".yaml")
}

// Documents are all of them, read.
func Documents() ([]*flow.Document, error) {
	var docs []*flow.Document
	for _, key := range Keys() {
		file, err := File(key)
		if err != nil {
			return nil, err
		}
		doc, err := flow.Parse(file)
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, nil
}
