package main

import "turno/internal/api"

// openapiCmd is `turno openapi`. The document does not carry the build's
// version, so that it changes only when the API does.
type openapiCmd struct{}

func (c *openapiCmd) Run(e *env) error {
	document, err := api.Document("v1", closedDoors()...)
	if err != nil {
		return err
	}
	return e.write(append(document, '\n'))
}
