package person

import (
	"archive/zip"
	"encoding/json"
	"io"
	"path"
	"strings"

	"turno/internal/core"
)

// FileName is what the archive of a customer is called.
func FileName(id core.ID) string { return "person-" + id.String() + ".zip" }

// WriteZip writes an archive: person.json, and the files below files/. One that is
// not on disk any more is left out; person.json names it all the same.
func (d *Data) WriteZip(w io.Writer) error {
	z := zip.NewWriter(w)
	doc, err := z.Create("person.json")
	if err != nil {
		return err
	}
	e := json.NewEncoder(doc)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return err
	}
	for _, f := range d.files {
		content, err := d.folder.Read(f.ID)
		if core.CodeOf(err) == core.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		entry, err := z.Create(PathOf(f))
		if err != nil {
			return err
		}
		if _, err := entry.Write(content); err != nil {
			return err
		}
	}
	return z.Close()
}

// PathOf is where a file is in the archive: under its random name, with the ending
// that people gave it.
func PathOf(f File) string {
	ending := strings.ToLower(path.Ext(f.Name))
	if len(ending) < 2 || len(ending) > 9 || strings.Trim(ending[1:], "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		ending = ""
	}
	return "files/" + f.ID + ending
}
