package chat

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"turno/internal/core"
)

// Ensure a flood from one address is held back with the time to come back, that
// others do not notice, that an inbox has a limit of its own, and that all that is
// remembered has a bound.
func TestGate(t *testing.T) {
	t.Parallel()
	now := core.Instant(1_000_000_000)
	g := newGate(Limits{OpenBurst: 3, OpenEvery: 10 * time.Second}, func() core.Instant { return now })
	wait := func(err error) time.Duration {
		t.Helper()
		if err == nil {
			return 0
		}
		var limit *core.Error
		if core.CodeOf(err) != core.Throttled || !errors.As(err, &limit) {
			t.Fatal(err)
		}
		return limit.Wait
	}
	for i := range 3 {
		if w := wait(g.open("1.2.3.4", "help", 600)); w != 0 {
			t.Fatalf("the %dth waits %s", i, w)
		}
	}
	if w := wait(g.open("1.2.3.4", "help", 600)); w != 10*time.Second {
		t.Errorf("one too many waits %s", w)
	}
	if w := wait(g.open("1.2.3.5", "help", 600)); w != 0 {
		t.Errorf("a neighbour waits %s", w)
	}
	now = now.Add(10 * time.Second)
	if w := wait(g.open("1.2.3.4", "help", 600)); w != 0 {
		t.Errorf("after the time it waits %s", w)
	}
	refused := 0
	for i := range 100 {
		if wait(g.open(fmt.Sprintf("10.0.0.%d", i), "shop", 600)) != 0 {
			refused++
		}
	}
	if refused != 40 {
		t.Errorf("an inbox of 600 a minute refused %d of 100 at once", refused)
	}
	for i := range gateKeys + 100 {
		_ = g.send(fmt.Sprintf("h%d", i), fmt.Sprintf("c%d", i), "help")
	}
	if n := g.sends.recent.Len(); n != gateKeys || len(g.sends.byKey) != n {
		t.Errorf("%d and %d conversations are remembered", n, len(g.sends.byKey))
	}
}

// Ensure what people see of a file's name is a name, whatever it was called.
func TestFileName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"bill.pdf": "bill.pdf", "../../etc/passwd": "passwd", `C:\temp\a.txt`: "a.txt", "": "file", "..": "file",
		"a\x00b\n.png": "ab.png", "\u202egpj.exe": "gpj.exe", `x"<>|:*?.png`: "x.png", ".htaccess": "htaccess", "dir/": "file",
		"\xff\xfe.png": "png", "factura año.pdf": "factura año.pdf",
	} {
		if got := fileName(name); got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
	}
}
