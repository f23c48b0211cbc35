package org

import _ "embed" // the demo organisation

//go:embed demo.yaml
var demoFile []byte

// DemoFile is the demo organisation as a file.
func DemoFile() []byte { return append([]byte(nil), demoFile...) }

// Demo is the demo organisation. It is checked by a test, so that an error is a
// defect of this package.
func Demo() (*Organisation, error) { return Parse(demoFile) }
