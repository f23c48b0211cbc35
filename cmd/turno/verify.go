package main

import (
	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store"
)

// verifyCmd is `turno verify …`.
type verifyCmd struct {
	Audit verifyAuditCmd `cmd:"" help:"Check that nobody altered the audit log."`
}

// verifyAuditCmd is `turno verify audit`. It works on the store, of a stopped or a
// running system.
type verifyAuditCmd struct {
	Expect []string `help:"A head of the log that was published earlier (this command prints it, the server logs it): the log must still hold that row. May be given several times." placeholder:"NUMBER:HASH"`
}

func (c *verifyAuditCmd) Run(e *env) error {
	expected := make([]audit.Head, 0, len(c.Expect))
	for _, text := range c.Expect {
		head, err := audit.ParseHead(text)
		if err != nil {
			return err
		}
		expected = append(expected, head)
	}
	return e.withStore(func(s *store.Store) error {
		report, err := audit.Verify(e.ctx, s, expected...)
		if err != nil {
			return err
		}
		if report.Break != nil {
			return core.Errorf(core.Conflict, "the audit log of %s breaks at row %d: %s (%s before it are sound)",
				e.base.ShownStore(), report.Break.Number, report.Break.Reason, count(int(report.Rows), "row"))
		}
		e.printf("The audit log is unbroken: %s.\nIts head: %s\n", count(int(report.Rows), "row"), report.Head)
		return nil
	})
}
