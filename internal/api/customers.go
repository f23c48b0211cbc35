package api

import (
	"context"
	"net/http"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/rest"
)

// Customer is a person or company that is served.
type Customer struct {
	ID         core.ID    `json:"id"`
	Name       string     `json:"name"`
	Segment    string     `json:"segment,omitempty"`
	Language   string     `json:"language,omitempty"`
	Note       string     `json:"note,omitempty"`
	Identities []Identity `json:"identities" nullable:"false"`
	Version    int64      `json:"version"`
}

// Identity is one address of a customer.
type Identity struct {
	Kind  string `json:"kind" enum:"phone,document,email"`
	Value string `json:"value" minLength:"1" maxLength:"128"`
}

func customerOf(c *customer.Customer) Customer {
	out := Customer{
		ID: c.ID, Name: c.Name, Segment: c.Segment, Language: c.Language, Note: c.Note, Version: c.Version,
		Identities: []Identity{},
	}
	for _, i := range c.Identities {
		out.Identities = append(out.Identities, Identity{Kind: string(i.Kind), Value: i.Value})
	}
	return out
}

func identitiesOf(in []Identity) []customer.Identity {
	out := make([]customer.Identity, 0, len(in))
	for _, i := range in {
		out = append(out, customer.Identity{Kind: customer.Kind(i.Kind), Value: i.Value})
	}
	return out
}

type (
	customersInput struct {
		Text string `query:"q" maxLength:"200" doc:"The beginning of a word of the name, or a whole phone, document or e-mail."`
		PageInput
	}
	customersOutput struct {
		Body Page[Customer]
	}
	customerInput struct {
		Body struct {
			Name       string     `json:"name" minLength:"1" maxLength:"200"`
			Segment    string     `json:"segment,omitempty" maxLength:"64"`
			Language   string     `json:"language,omitempty" maxLength:"35"`
			Note       string     `json:"note,omitempty" maxLength:"4000"`
			Identities []Identity `json:"identities,omitempty" maxItems:"20"`
		}
	}
	customerOutput struct {
		ETag string `header:"ETag"` //nolint:tagliatelle // as RFC 9110 writes it
		Body Customer
	}
	// CustomerID names a customer in the path.
	CustomerID struct {
		ID core.ID `path:"id" doc:"The customer's id."`
	}
	customerPatch struct {
		CustomerID
		IfMatch string `header:"If-Match" maxLength:"128" doc:"The ETag that was read: needed (428), and refused if somebody else changed the customer since (412)."`
		Body    struct {
			Name       *string     `json:"name,omitempty" minLength:"1" maxLength:"200"`
			Segment    *string     `json:"segment,omitempty" maxLength:"64"`
			Language   *string     `json:"language,omitempty" maxLength:"35"`
			Note       *string     `json:"note,omitempty" maxLength:"4000"`
			Identities *[]Identity `json:"identities,omitempty" maxItems:"20"`
		}
	}
)

func (a *API) registerCustomers() {
	const tag = "Customers"
	view, edit := a.guard(auth.CustomerView), a.guard(auth.CustomerEdit)
	register(a, op("list-customers", http.MethodGet, "/customers", tag, "Find customers"), view, a.listCustomers)
	register(a, created(op("create-customer", http.MethodPost, "/customers", tag, "A new customer")), edit, a.createCustomer)
	register(a, op("get-customer", http.MethodGet, "/customers/{id}", tag, "One customer"), view, a.getCustomer)
	register(a, op("change-customer", http.MethodPatch, "/customers/{id}", tag, "Change a customer"), edit, a.changeCustomer)
}

func (a *API) listCustomers(ctx context.Context, in *customersInput) (*customersOutput, error) {
	page, err := a.Customers.Search(ctx, customer.Query{Text: in.Text, After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := &customersOutput{Body: Page[Customer]{Items: []Customer{}, Next: page.Next}}
	found := make([]core.ID, len(page.Customers))
	for i := range page.Customers {
		out.Body.Items = append(out.Body.Items, customerOf(&page.Customers[i]))
		found[i] = page.Customers[i].ID
	}
	if len(found) == 0 {
		return out, nil
	}
	// Whom the search showed, not what was typed: that may be about a person too.
	return out, a.lookedUp(ctx, audit.CustomersFound, "customers", map[string][]core.ID{"customers": found})
}

func (a *API) createCustomer(ctx context.Context, in *customerInput) (*customerOutput, error) {
	c, err := a.Customers.Create(ctx, customer.New{
		ID: rest.CommandOf(ctx), Name: in.Body.Name, Segment: in.Body.Segment, Language: in.Body.Language, Note: in.Body.Note,
		Identities: identitiesOf(in.Body.Identities),
	})
	if err != nil {
		return nil, err
	}
	return &customerOutput{ETag: etag(c.Version), Body: customerOf(&c)}, nil
}

func (a *API) getCustomer(ctx context.Context, in *CustomerID) (*customerOutput, error) {
	c, err := a.Customers.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.lookedUp(ctx, audit.CustomerViewed, audit.OfCustomer(in.ID), nil); err != nil {
		return nil, err
	}
	return &customerOutput{ETag: etag(c.Version), Body: customerOf(&c)}, nil
}

// lookedUp writes down who sees which customers before they are shown: nobody is
// looked up without a line in the audit log.
func (a *API) lookedUp(ctx context.Context, kind audit.Kind, object string, detail any) error {
	return audit.Record(ctx, a.Store, audit.Entry{By: a.me(ctx).By(), Kind: kind, Object: object, Detail: detail})
}

func (a *API) changeCustomer(ctx context.Context, in *customerPatch) (*customerOutput, error) {
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	patch := customer.Patch{
		Version: version, Name: in.Body.Name, Segment: in.Body.Segment, Language: in.Body.Language, Note: in.Body.Note,
	}
	if in.Body.Identities != nil {
		all := identitiesOf(*in.Body.Identities)
		patch.Identities = &all
	}
	c, err := a.Customers.Update(ctx, in.ID, patch)
	if err != nil {
		return nil, err
	}
	return &customerOutput{ETag: etag(c.Version), Body: customerOf(&c)}, nil
}
