package org

import (
	"strconv"
	"strings"
	"time"

	"turno/internal/core"
)

// Duration is a length of time written as people write it in an organisation
// file and in JSON: `20s`, `5m`, `1h30m`, `3d`.
type Duration time.Duration

// Std returns the standard library's duration.
func (d Duration) Std() time.Duration { return time.Duration(d) }

// String writes the shortest form that reads back to the same value; zero is "0s".
func (d Duration) String() string {
	rest := time.Duration(d)
	const day = 24 * time.Hour
	text := ""
	if rest >= day && rest%time.Hour == 0 {
		text = strconv.FormatInt(int64(rest/day), 10) + "d"
		rest %= day
		if rest == 0 {
			return text
		}
	}
	tail := rest.String()
	if strings.HasSuffix(tail, "m0s") {
		tail = strings.TrimSuffix(tail, "0s")
	}
	if strings.HasSuffix(tail, "h0m") {
		tail = strings.TrimSuffix(tail, "0m")
	}
	return text + tail
}

// MarshalText implements encoding.TextMarshaler.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler: Go's durations plus a
// leading number of days.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := ParseDuration(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// ParseDuration reads `20s`, `5m`, `1h30m`, `3d`, `1d12h`; "" is zero.
func ParseDuration(text string) (Duration, error) {
	if text == "" {
		return 0, nil
	}
	var days time.Duration
	rest := text
	if head, tail, found := strings.Cut(text, "d"); found {
		n, err := time.ParseDuration(head + "h")
		if err != nil {
			return 0, core.Errorf(core.Invalid, "%q is not a duration: write 20s, 5m, 1h30m or 3d", text)
		}
		days, rest = 24*n, tail
	}
	if rest == "" {
		return Duration(days), nil
	}
	d, err := time.ParseDuration(rest)
	if err != nil {
		return 0, core.Errorf(core.Invalid, "%q is not a duration: write 20s, 5m, 1h30m or 3d", text)
	}
	return Duration(days + d), nil
}
