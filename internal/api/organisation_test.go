package api_test

import (
	"net/http"
	"testing"
)

// Ensure the directory says where works go while a queue is closed, so that a screen can
// tell it before somebody closes one by hand.
func TestOrganisation_WhenClosed(t *testing.T) {
	t.Parallel()
	h := open(t)
	var directory struct {
		Queues []struct {
			Key        string
			WhenClosed *struct{ To, Target string } `json:"when_closed"`
		}
	}
	h.as("laura").call("GET", "/organisation", nil).want(t, http.StatusOK, &directory)
	rules := map[string]string{}
	for _, q := range directory.Queues {
		if q.WhenClosed != nil {
			rules[q.Key] = q.WhenClosed.To
		}
	}
	want := map[string]string{"phone_care": "message", "phone_business": "voicemail", "chat": "message", "back_office": "keep"}
	if len(rules) != len(want) {
		t.Errorf("rules are %v, want %v", rules, want)
	}
	for key, to := range want {
		if rules[key] != to {
			t.Errorf("a closed %s sends works to %q, want %q", key, rules[key], to)
		}
	}
}
