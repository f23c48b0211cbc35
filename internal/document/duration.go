package document

import (
	"strconv"
	"strings"
	"time"

	"turno/internal/core"
)

// Duration is a length of time written as people write it in a file and in
// JSON: `20s`, `5m`, `1h30m`, `3d`.
type Duration time.Duration

// Std returns the standard library's duration.
func (d Duration) Std() time.Duration { return time.Duration(d) }

// Never is the duration of what has no end, written `never`: an offer without a timeout.
const Never Duration = -1

// longest is the longest duration that can be written: a hundred years.
const longest = 36_500 * 24 * time.Hour

// String writes the shortest form that reads back to the same value; zero is "0s".
func (d Duration) String() string {
	if d < 0 {
		return "never"
	}
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

// ParseDuration reads `20s`, `5m`, `1h30m`, `3d`, `1d12h` and `never`, up to a
// hundred years; "" is zero.
func ParseDuration(text string) (Duration, error) {
	switch text {
	case "":
		return 0, nil
	case "never":
		return Never, nil
	}
	var total time.Duration
	rest := text
	if head, tail, found := strings.Cut(text, "d"); found {
		n, err := time.ParseDuration(head + "h")
		if err != nil || n < 0 || n > longest/24 {
			return 0, notDuration(text)
		}
		total, rest = 24*n, tail
	}
	if rest != "" {
		d, err := time.ParseDuration(rest)
		if err != nil || d < 0 || d > longest {
			return 0, notDuration(text)
		}
		total += d
	}
	if total > longest {
		return 0, notDuration(text)
	}
	return Duration(total), nil
}

func notDuration(text string) error {
	return core.Errorf(core.Invalid, "%q is not a duration: write 20s, 5m, 1h30m or 3d", text)
}
