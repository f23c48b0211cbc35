package main

import (
	"database/sql"
	"net/http"
	"path/filepath"
	"regexp"
	"testing"
)

// Ensure an operator checks the audit log of a running system, keeps its head,
// and is told where it was altered, by the exit code too.
func TestVerifyAudit(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	s := serve(t, "--data", data)
	s.signIn(t, "ana", branchPassword)
	status := s.call(t, http.MethodPost, "/api/v1/session", map[string]string{"login": "ana", "password": "not her password"}, nil)
	if status != http.StatusUnauthorized {
		t.Fatalf("a wrong password: status %d", status)
	}
	out := must(t, "--data", data, "verify", "audit")
	told := regexp.MustCompile(`The audit log is unbroken: (\d+) rows\.\nIts head: (\d+:[0-9a-f]{64})\n`).FindStringSubmatch(out)
	if told == nil {
		t.Fatalf("verify audit says:\n%s", out)
	}
	s.stop(t)
	s.log.await(t, `msg="audit log" head=`+told[2])
	must(t, "--data", data, "verify", "audit", "--expect", told[2])
	refused(t, turno(t, "--data", data, "verify", "audit", "--expect", "seven"), "is no head of an audit log")

	hands, err := sql.Open("sqlite", "file:"+filepath.Join(data, "turno.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer hands.Close()
	alter := func(statement string) {
		t.Helper()
		if _, err := hands.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	alter(`UPDATE audit SET who = 'nobody' WHERE number = 2`)
	refused(t, turno(t, "--data", data, "verify", "audit"), "breaks at row 2", "content", "1 row before it")
	alter(`DELETE FROM audit`)
	alter(`DELETE FROM audit_head`)
	must(t, "--data", data, "verify", "audit") // an empty log: nothing to tell it from a new one,
	refused(t, turno(t, "--data", data, "verify", "audit", "--expect", told[2]), "breaks at row "+told[1], "published")
}
