package main

import (
	"os"

	"turno/internal/audit"
	"turno/internal/config"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/org"
	"turno/internal/person"
	"turno/internal/store"
	"turno/internal/store/files"
)

// personFlags name a person, and where what they sent is.
type personFlags struct {
	config.Files
	Person string `arg:"" help:"The customer's id, or a whole phone number, document number or e-mail address."`
}

// with runs fn for the person.
func (c *personFlags) with(e *env, fn func(s *store.Store, people *person.Service, id core.ID) error) error {
	return e.withStore(func(s *store.Store) error {
		id, err := c.find(e, s)
		if err != nil {
			return err
		}
		people := person.NewService(person.Options{
			Store: s, Keepers: keepers(closedDoors()), Files: files.Folder{Dir: c.FilesIn(e.base.Data)},
		})
		return fn(s, people, id)
	})
}

func (c *personFlags) find(e *env, s *store.Store) (core.ID, error) {
	if id, err := core.ParseID(c.Person); err == nil && !id.IsZero() {
		return id, nil
	}
	o, _, err := org.Load(e.ctx, s)
	if err != nil {
		return core.NoID, err
	}
	found, err := customer.NewService(customer.Options{Store: s}).Find(e.ctx, c.Person, customer.CountryOf(o.Timezone))
	return found.ID, err
}

// exportPersonCmd is `turno export person`.
type exportPersonCmd struct {
	personFlags
	Out string `help:"File to write; it must not exist. person-ID.zip otherwise." placeholder:"FILE" type:"path"`
}

// Run writes the archive, and into the audit log that it was asked for.
func (c *exportPersonCmd) Run(e *env) error {
	return c.with(e, func(s *store.Store, people *person.Service, id core.ID) error {
		data, err := people.Data(e.ctx, id)
		if err != nil {
			return err
		}
		out := c.Out
		if out == "" {
			out = person.FileName(id)
		}
		file, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator says where
		if err != nil {
			return &core.Error{Code: core.Conflict, Field: "out", Message: "cannot write " + out + ": it exists already, or its folder does not", Err: err}
		}
		defer file.Close() //nolint:errcheck // closed below, with its error
		if err := audit.Record(e.ctx, s, audit.Entry{
			By: audit.By{Party: audit.Operator}, Kind: audit.CustomerExported, Object: audit.OfCustomer(id),
		}); err != nil {
			return err
		}
		if err := data.WriteZip(file); err != nil {
			return core.Wrap(core.Unavailable, "", err)
		}
		if err := file.Close(); err != nil {
			return core.Wrap(core.Unavailable, "", err)
		}
		e.printf("All that is kept of the customer %s is in %s.\n", id, out)
		return nil
	})
}

// eraseCmd is `turno erase …`.
type eraseCmd struct {
	Person erasePersonCmd `cmd:"" help:"Erase who a customer is and what was said; what figures count stays, without a name."`
}

// erasePersonCmd is `turno erase person`.
type erasePersonCmd struct {
	personFlags
	Yes bool `help:"Do it: it cannot be taken back."`
}

// Run erases the person, on the store of a stopped or a running system.
func (c *erasePersonCmd) Run(e *env) error {
	return c.with(e, func(_ *store.Store, people *person.Service, id core.ID) error {
		if !c.Yes {
			data, err := people.Data(e.ctx, id)
			if err != nil {
				return err
			}
			e.printf("%s (%s), %d contacts. Nothing was erased: it cannot be taken back; add --yes.\n", data.Customer.Name, id, len(data.Contacts))
			return nil
		}
		n, err := people.Erase(e.ctx, id, audit.By{Party: audit.Operator})
		if err != nil {
			return err
		}
		e.printf("Erased the customer %s: %d contacts, %d messages, %d files.\n", id, n.Contacts, n.Messages, n.Files)
		return nil
	})
}
