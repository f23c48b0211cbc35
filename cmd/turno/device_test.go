package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"turno/internal/store/storetest"
)

// pairing is what a screen is told that asks to be paired.
type pairing struct {
	State  string `json:"state"`
	Code   string `json:"code"`
	Secret string `json:"secret"`
	Kind   string `json:"kind"`
	Token  string `json:"token"`
}

// listedDevice is what the list says of one.
type listedDevice struct {
	Key    string `json:"key"`
	Paired bool   `json:"paired"`
	Online bool   `json:"online"`
	Since  int64  `json:"since"`
}

func deviceOf(t *testing.T, r *remote, key string) listedDevice {
	t.Helper()
	var list struct {
		Items []listedDevice `json:"items"`
	}
	r.do(t, http.MethodGet, "/devices", nil, &list)
	for _, d := range list.Items {
		if d.Key == key {
			return d
		}
	}
	t.Fatalf("there is no %s in %+v", key, list)
	return listedDevice{}
}

// until asks until ok, or fails the test after its patience.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	end := time.After(patience)
	for !ok() {
		select {
		case <-end:
			t.Fatalf("never: %s", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Ensure a screen is paired by its code while the house runs, is known as online,
// keeps its key across a restart, and is shown the door in the middle of its live
// feed when the key is taken away.
func TestDevice_Pairing(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			where := []string{"--store", storetest.URL(t, engine)}
			fillBranch(t, where...)
			if list := must(t, append(where, "device", "list")...); !strings.Contains(list, "harbour-display") || strings.Contains(list, "online") {
				t.Errorf("before anything was paired:\n%s", list)
			}
			s := serve(t, where...)
			boss := s.signIn(t, "boss", branchPassword)
			if d := deviceOf(t, boss, "harbour-display"); d.Paired || d.Online || d.Since != 0 {
				t.Errorf("before: %+v", d)
			}
			var p pairing
			if status := s.call(t, http.MethodPost, "/api/v1/pairings", map[string]string{"kind": "display"}, &p); status != http.StatusCreated {
				t.Fatalf("it may not ask: %d", status)
			}
			boss.do(t, http.MethodPost, "/devices/harbour-display/pairing", map[string]string{"code": p.Code}, nil)
			s.call(t, http.MethodGet, "/api/v1/pairings/"+p.Secret, nil, &p)
			if p.State != "paired" || p.Kind != "display" || p.Token == "" {
				t.Fatalf("paired: %+v", p)
			}
			screen := s.socket(t, p.Token, nil)
			subscribe(t, screen, "display:harbour")
			until(t, "it is online", func() bool { return deviceOf(t, boss, "harbour-display").Online })
			_ = screen.CloseNow()
			until(t, "it is offline", func() bool { d := deviceOf(t, boss, "harbour-display"); return !d.Online && d.Since != 0 })

			s.stop(t)
			s = serve(t, where...)
			boss = s.signIn(t, "boss", branchPassword)
			screen = s.socket(t, p.Token, nil)
			subscribe(t, screen, "display:harbour")
			until(t, "it is online again", func() bool { return deviceOf(t, boss, "harbour-display").Online })
			until(t, "the list says so", func() bool { return strings.Contains(must(t, append(where, "device", "list")...), "online since") })

			boss.do(t, http.MethodDelete, "/devices/harbour-display/pairing", nil, nil)
			var err error
			for err == nil {
				_, _, err = screen.Read(t.Context())
			}
			if websocket.CloseStatus(err) != websocket.StatusPolicyViolation {
				t.Errorf("its live feed ends with %v", err)
			}
			if status := s.call(t, http.MethodGet, "/api/v1/displays/"+p.Token, nil, nil); status != http.StatusUnauthorized {
				t.Errorf("its next call: %d", status)
			}
			if d := deviceOf(t, boss, "harbour-display"); d.Paired || d.Online || d.Since != 0 {
				t.Errorf("after: %+v", d)
			}
		})
	}
}

// Ensure the command line gives links and takes them away, and shows none again.
func TestDevice_Command(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	token := linkOf(t, "harbour-kiosk", "--data", data)
	s := serve(t, "--data", data)
	s.take(t, token, "questions")
	if list := must(t, "--data", data, "device", "list"); strings.Contains(list, token) || !strings.Contains(list, "paired, never seen") {
		t.Errorf("the list is\n%s", list)
	}
	must(t, "--data", data, "device", "revoke", "harbour-kiosk")
	if status := s.call(t, http.MethodGet, "/api/v1/kiosks/"+token, nil, nil); status != http.StatusUnauthorized {
		t.Errorf("a link that was taken away answers %d", status)
	}
	refused(t, turno(t, "--data", data, "device", "revoke", "harbour-kiosk"), "no screen is paired")
	refused(t, turno(t, "--data", data, "device", "renew", "nowhere"), "nowhere")
}
