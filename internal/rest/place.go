package rest

import (
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"turno/internal/core"
)

// places say where in a call the fields are that are not in its body, by name:
// `after` is at `query.after`. Problems name fields so.
type places map[string]string

// of is the location of a field as a problem document writes it.
func (p places) of(field string) string {
	if place, ok := p[field]; ok {
		return place
	}
	return "body." + field
}

// placesOf reads them from the tags of an operation's input.
func placesOf(input reflect.Type) places {
	found := places{}
	for _, field := range reflect.VisibleFields(input) {
		for _, kind := range []string{"path", "query", "header"} {
			if name := field.Tag.Get(kind); name != "" {
				found[name] = kind + "." + name
			}
		}
	}
	return found
}

// checkTexts refuses texts that no store can keep and no screen can show: those
// that are not UTF-8, and those with control characters other than line ends and
// tabs. It looks into everything that was decoded from the call.
func checkTexts(in any) error {
	return checkValue(reflect.ValueOf(in), "")
}

func checkValue(v reflect.Value, path string) error {
	switch v.Kind() { //nolint:exhaustive // other kinds hold no text
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return checkValue(v.Elem(), path)
	case reflect.String:
		return checkText(v.String(), path)
	case reflect.Struct:
		return checkStruct(v, path)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return nil // a file, which has a reader of its own
		}
		for i := range v.Len() {
			if err := checkValue(v.Index(i), path+"["+strconv.Itoa(i)+"]"); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkStruct(v reflect.Value, path string) error {
	t := v.Type()
	for i := range t.NumField() {
		field := t.Field(i)
		if !field.IsExported() && !field.Anonymous {
			continue
		}
		inner := path
		if name := nameOf(&field); name != "" {
			inner = strings.TrimPrefix(path+"."+name, ".")
		}
		if err := checkValue(v.Field(i), inner); err != nil {
			return err
		}
	}
	return nil
}

// nameOf is a field's name on the wire; empty for parts that have none.
func nameOf(field *reflect.StructField) string {
	for _, kind := range []string{"path", "query", "header"} {
		if name := field.Tag.Get(kind); name != "" {
			return name
		}
	}
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return name
}

func checkText(text, field string) error {
	if !utf8.ValidString(text) {
		return core.Faultf(core.Invalid, field, core.FaultNotText, "this is not text")
	}
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) }) {
		return core.Faultf(core.Invalid, field, core.FaultNotText, "control characters are not allowed here")
	}
	return nil
}
