package org

// Parse reads an organisation file (YAML, or JSON, which is a part of it) and
// checks it whole. The error joins one core.Error per mistake, each with its
// line and reason; Field is the dotted path. The result is linked and must not be changed.
func Parse(file []byte) (*Organisation, error) {
	o := &Organisation{}
	d := newDecoder()
	if err := d.Decode(file, o); err != nil {
		return nil, err
	}
	if !d.Full() {
		check(d, o)
	}
	if err := d.Err(); err != nil {
		return nil, err
	}
	return o.link(), nil
}

// Check checks an organisation that was not read from a file, as a stored one
// or one changed by a screen. Errors carry the dotted path instead of a line.
func Check(o *Organisation) error {
	d := newDecoder()
	check(d, o)
	return d.Err()
}

// Empty is the organisation before the first apply: nothing but a name.
func Empty() *Organisation {
	o := &Organisation{Key: "turno", Name: "Turno", Languages: []string{"en"}, Timezone: "UTC"}
	return o.link()
}
