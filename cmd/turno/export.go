package main

import (
	"strconv"

	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/store"
)

// exportCmd is `turno export …`.
type exportCmd struct {
	Org    exportOrgCmd    `cmd:"" help:"Write the organisation as a file that apply reads."`
	Facts  exportFactsCmd  `cmd:"" help:"Write legs and agent intervals of a time."`
	Person exportPersonCmd `cmd:"" help:"Write all that is kept of a customer."`
}

// exportOrgCmd is `turno export org`.
type exportOrgCmd struct {
	remoteFlags
}

func (c *exportOrgCmd) Run(e *env) error {
	if c.URL != "" {
		r, err := c.dial(e.ctx)
		if err != nil {
			return err
		}
		defer r.close()
		file, err := r.file()
		if err != nil {
			return err
		}
		return e.write(file)
	}
	return e.withStore(func(s *store.Store) error {
		o, version, err := org.Load(e.ctx, s)
		if err != nil {
			return err
		}
		if version == 0 {
			return core.Errorf(core.NotFound, "%s has no organisation yet: write one with turno apply FILE", e.base.ShownStore())
		}
		return e.write(org.Export(o))
	})
}

func (e *env) write(content []byte) error {
	if _, err := e.stdout.Write(content); err != nil {
		return core.Wrap(core.Unavailable, "", err)
	}
	return nil
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }
