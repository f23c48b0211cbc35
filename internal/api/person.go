package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/org"
	"turno/internal/person"
)

// registerPerson adds what a person may ask for: what is kept of them, and that it
// goes.
func (a *API) registerPerson() {
	const tag, path = "Customers", "/customers/{id}"
	data := op("get-person-data", http.MethodGet, path+"/data", tag, "All that is kept of a customer")
	data.Description = "A ZIP archive: person.json, and the files that were sent below files/. Written into the audit log."
	data.Responses = map[string]*huma.Response{"200": {
		Description: "The archive",
		Content:     map[string]*huma.MediaType{"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}}
	register(a, data, a.guard(auth.PersonExport), a.getPersonData)
	erase := op("erase-person", http.MethodDelete, path, tag, "Erase what is kept of a customer")
	erase.Description = "Who the customer is, notes, and what was said in conversations go for good; what figures count stays, without a name. " +
		"Refused while the customer is being served. Written into the audit log, by the customer's id alone."
	register(a, erase, a.guard(auth.PersonErase), a.erasePerson)
}

func (a *API) getPersonData(ctx context.Context, in *CustomerID) (*huma.StreamResponse, error) {
	me := a.me(ctx)
	if err := me.need(auth.PersonExport, org.NodeOrg); err != nil {
		return nil, err
	}
	data, err := a.Person.Data(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	// Nobody is given a person's data without a line in the log.
	if err := a.lookedUp(ctx, audit.CustomerExported, audit.OfCustomer(in.ID), nil); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "application/zip")
		c.SetHeader("Content-Disposition", `attachment; filename="`+person.FileName(in.ID)+`"`)
		if err := data.WriteZip(c.BodyWriter()); err != nil {
			a.Log.ErrorContext(ctx, "the export of a person's data was cut off", "err", err)
			panic(http.ErrAbortHandler) // an archive that looks whole must be whole
		}
	}}, nil
}

func (a *API) erasePerson(ctx context.Context, in *CustomerID) (*struct{}, error) {
	me := a.me(ctx)
	if err := me.need(auth.PersonErase, org.NodeOrg); err != nil {
		return nil, err
	}
	_, err := a.Person.Erase(ctx, in.ID, me.By())
	return done(err)
}
