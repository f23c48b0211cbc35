package org

// Parse reads an organisation file (YAML, or JSON, which is a part of it) and
// checks it whole. The error joins one core.Error per mistake, each with its
// line and reason; Field is the dotted path. The result is linked and must not be changed.
func Parse(file []byte) (*Organisation, error) {
	o := &Organisation{}
	d := &decoder{lines: map[string]int{}}
	if err := d.decode(file, o); err != nil {
		return nil, err
	}
	if len(d.mistakes) == 0 || len(d.mistakes) < mistakesMax {
		check(d, o)
	}
	if err := d.err(); err != nil {
		return nil, err
	}
	return o.link(), nil
}

// Check checks an organisation that was not read from a file, as a stored one
// or one changed by a screen. Errors carry the dotted path instead of a line.
func Check(o *Organisation) error {
	d := &decoder{lines: map[string]int{}}
	check(d, o)
	return d.err()
}

// Empty is the organisation before the first apply: nothing but a name.
func Empty() *Organisation {
	o := &Organisation{Key: "turno", Name: "Turno", Languages: []string{"en"}, Timezone: "UTC"}
	return o.link()
}
