package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
)

func staff(args ...string) (out, mistakes string, code int) {
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), append([]string{"staff"}, args...), strings.NewReader(""), &stdout, &stderr)
	return stdout.String(), stderr.String(), code
}

// Ensure that a goal is answered with the least agents of the model, and the roster.
func TestStaff(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args           []string
		model          string
		agents, roster int
	}{
		// Rows of the reference table: 14 agents reach 88.8 % and 91.7 %, 13 less than that.
		{[]string{"--calls", "200/60m", "--aht", "3m", "--goal", "88.8/20s"}, "erlang_c", 14, 14},
		{[]string{"--calls", "200/60m", "--aht", "3m", "--goal", "88.8/20s", "--shrinkage", "0.3"}, "erlang_c", 14, 20},
		{[]string{"--calls", "350/30m", "--aht", "285s", "--goal", "80/20s", "--patience", "3m"}, "erlang_a", 57, 57},
	} {
		out, mistakes, code := staff(append(c.args, "--json")...)
		var a staffAnswer
		if err := json.Unmarshal([]byte(out), &a); err != nil || code != 0 {
			t.Fatalf("%v: %v, %s", c.args, err, mistakes)
		}
		if a.Model != c.model || a.Agents != c.agents || a.Roster != c.roster {
			t.Errorf("%v: %s %d agents, %d on the roster", c.args, a.Model, a.Agents, a.Roster)
		}
		for _, l := range a.Around {
			if l.Meets != (l.Agents >= a.Agents) {
				t.Errorf("%v: %d agents are not the least: %+v", c.args, a.Agents, l)
			}
		}
		if text, _, code := staff(c.args...); code != 0 || !strings.Contains(text, "agents answer") {
			t.Errorf("%v: code %d\n%s", c.args, code, text)
		}
	}
}

// Ensure that what cannot be meant is refused, with the flag's name.
func TestStaffMistakes(t *testing.T) {
	t.Parallel()
	good := map[string]string{"--calls": "350/30m", "--aht": "285s", "--goal": "80/20s", "--shrinkage": "0.3", "--occupancy": "0.9", "--patience": "3m"}
	for flag, values := range map[string][]string{
		"--calls":     {"350", "350/", "x/30m", "350/0s", "NaN/30m", "1e300/1s", "350/never"},
		"--goal":      {"80", "100/20s", "0/20s", "80/x", "-3/20s"},
		"--aht":       {"0s", "never"},
		"--shrinkage": {"1", "1.5", "NaN"},
		"--occupancy": {"1.5", "NaN"},
	} {
		for _, v := range values {
			var args []string
			for name, usual := range good {
				if name == flag {
					usual = v
				}
				args = append(args, name+"="+usual)
			}
			if out, mistakes, code := staff(args...); code != 1 || out != "" || !strings.Contains(mistakes, flag) {
				t.Errorf("%s %s: code %d, %s%s", flag, v, code, out, mistakes)
			}
		}
	}
	if _, mistakes, code := staff("--calls", "350/30m"); code != 2 || !strings.Contains(mistakes, "--aht") {
		t.Errorf("code %d: %s", code, mistakes)
	}
}
