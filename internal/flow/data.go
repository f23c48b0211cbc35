package flow

import (
	"encoding/json"
	"strconv"
	"strings"
)

// bodyMax is how much of an answer is read.
const bodyMax = 64 << 10

// fetched keeps what another system has answered. An answer that lacks a value, or
// has one of another type, has failed as a whole: no variable is changed.
func (m *machine) fetched(in Fetched) error {
	if m.s.Await.Kind != AwaitData {
		return unfit()
	}
	values, outcome, why := m.dip(in)
	for i, value := range values {
		m.frame().Variables[m.node().Data.Take[i].Variable] = value
	}
	m.leave(outcome, why)
	return nil
}

// dip reads the values out of an answer, or says by which way to go without them.
func (m *machine) dip(in Fetched) (values []any, outcome, why string) {
	n := m.node().Data
	switch {
	case in.Status == 404:
		return nil, outMissing, "status 404"
	case in.Status < 200 || in.Status > 299:
		return nil, outFailed, "status " + strconv.Itoa(in.Status)
	case len(in.Body) > bodyMax:
		return nil, outFailed, "answer too large"
	}
	var body any
	if err := json.Unmarshal(in.Body, &body); err != nil && len(n.Take) > 0 {
		return nil, outFailed, "no JSON"
	}
	values = make([]any, len(n.Take))
	for i, one := range n.Take {
		value, ok := at(body, one.Path)
		if ok {
			value, ok = convert(m.code().types[one.Variable], value)
		}
		if !ok {
			return nil, outFailed, "no " + one.Path
		}
		values[i] = value
	}
	return values, outNext, ""
}

// at follows a dotted path into a JSON value; numbers are places in lists.
func at(value any, path string) (any, bool) {
	for part := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			inner, ok := v[part]
			if !ok {
				return nil, false
			}
			value = inner
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(v) {
				return nil, false
			}
			value = v[i]
		default:
			return nil, false
		}
	}
	return value, true
}

// convert makes a JSON value one of a type: numbers also from texts, texts also from
// numbers, times cut to the minute.
func convert(t Type, value any) (any, bool) {
	switch v := value.(type) {
	case float64:
		if t == TypeText {
			return raw(v), true
		}
	case string:
		if t == TypeNumber {
			return read(t, strings.TrimSpace(v))
		}
		if t == TypeTime && len(v) >= len(civil) {
			value = v[:len(civil)]
		} else if t == TypeTime && len(v) == len("2006-01-02") {
			value = v + "T00:00"
		}
	}
	return value, holds(t, value)
}
