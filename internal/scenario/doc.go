// Package scenario reads scenario files: a service organisation and its customers
// in YAML, for package sim to run. docs/TWIN.md lists every key.
//
// A file is read strictly. Every mistake names its line and the reason; all that
// break a rule are reported together, in the order of the file.
package scenario
