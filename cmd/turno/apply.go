package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/store"
)

// fileMax bounds what is read of an organisation file.
const fileMax = 16 << 20

// applyCmd is `turno apply FILE`.
type applyCmd struct {
	File   string `arg:"" help:"Organisation file; - reads standard input (with --yes)."`
	Yes    bool   `short:"y" help:"Apply without asking."`
	DryRun bool   `help:"Only check the file and show what it would change."`
	remoteFlags
}

// target is an organisation that can be planned for and replaced: a store's, or
// a running server's.
type target interface {
	// plan returns what the file would change, and the version it was compared with.
	plan(o *org.Organisation, file []byte) (changes []org.Change, version int64, err error)
	// apply replaces the organisation if it is still at the version.
	apply(o *org.Organisation, file []byte, version int64) (now int64, err error)
	// name is the target for people.
	name() string
}

func (c *applyCmd) Run(e *env) error {
	file, err := c.read(e.stdin)
	if err != nil {
		return err
	}
	o, err := org.Parse(file)
	if err != nil {
		return err
	}
	if c.URL != "" {
		r, err := c.dial(e.ctx)
		if err != nil {
			return err
		}
		defer r.close()
		return c.applyTo(e, r, o, file)
	}
	return e.withNewStore(func(s *store.Store) error {
		return c.applyTo(e, &localTarget{env: e, store: s}, o, file)
	})
}

func (c *applyCmd) read(stdin io.Reader) ([]byte, error) {
	source := stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return nil, core.Wrap(core.NotFound, "", err)
		}
		defer f.Close() //nolint:errcheck // it was only read
		source = f
	} else if !c.Yes && !c.DryRun {
		return nil, core.Errorf(core.Invalid, "a file from standard input needs --yes or --dry-run")
	}
	file, err := io.ReadAll(io.LimitReader(source, fileMax+1))
	if err != nil {
		return nil, core.Wrap(core.Unavailable, "", err)
	}
	if len(file) > fileMax {
		return nil, core.Errorf(core.TooLarge, "the file is larger than %d bytes", fileMax)
	}
	return file, nil
}

func (c *applyCmd) applyTo(e *env, t target, o *org.Organisation, file []byte) error {
	changes, version, err := t.plan(o, file)
	if err != nil {
		return err
	}
	if len(changes) == 0 {
		e.printf("Nothing to change: %s has this organisation already (version %d).\n", t.name(), version)
		return nil
	}
	for _, change := range changes {
		e.printf("  %s\n", change)
	}
	if !canBeEdited(o) {
		e.printf("Note: no user of this file may change the organisation on the screens (permission %s at %s).\n", auth.OrgEdit, org.NodeOrg)
	}
	if c.DryRun {
		e.printf("%s to %s; nothing was changed.\n", count(len(changes), "change"), t.name())
		return nil
	}
	if !c.Yes && !e.confirm(fmt.Sprintf("Apply %s to %s?", count(len(changes), "change"), t.name())) {
		return core.Errorf(core.Conflict, "nothing was changed")
	}
	now, err := t.apply(o, file, version)
	if err != nil {
		return err
	}
	e.printf("Applied: %s, version %d.\n", count(len(changes), "change"), now)
	return nil
}

// canBeEdited reports whether somebody could change the organisation later on.
func canBeEdited(o *org.Organisation) bool {
	for i := range o.Users {
		for _, g := range o.Users[i].Grants {
			role, ok := o.Role(g.Role)
			if !ok || o.Users[i].Inactive || g.At != org.NodeOrg {
				continue
			}
			if slices.Contains(role.Permissions, string(auth.OrgEdit)) {
				return true
			}
		}
	}
	return false
}

// confirm asks a person; no answer is no.
func (e *env) confirm(question string) bool {
	e.printf("%s [y/N] ", question)
	answer, _ := bufio.NewReader(e.stdin).ReadString('\n') // the end of input is no
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes"
}

// operator is how the history names the command line.
const operator = "operator"

// localTarget is the organisation of a store, whether a server runs on it or not.
type localTarget struct {
	env   *env
	store *store.Store
}

func (t *localTarget) name() string { return t.env.base.ShownStore() }

func (t *localTarget) plan(o *org.Organisation, _ []byte) ([]org.Change, int64, error) {
	now, version, err := org.Load(t.env.ctx, t.store)
	if err != nil {
		return nil, 0, err
	}
	return org.Plan(now, o), version, nil
}

func (t *localTarget) apply(o *org.Organisation, _ []byte, version int64) (int64, error) {
	now, _, err := org.Apply(t.env.ctx, t.store, o, operator, version)
	return now, err
}
