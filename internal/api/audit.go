package api

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/rest"
)

// AuditRow is one line of the audit log.
type AuditRow struct {
	Number   int64           `json:"number" doc:"From 1, without gaps."`
	At       core.Instant    `json:"at"`
	Kind     AuditKind       `json:"kind"`
	Party    audit.Party     `json:"party" enum:"user,operator,system,nobody"`
	Who      string          `json:"who,omitempty" doc:"The user's id."`
	Name     string          `json:"name,omitempty" doc:"The user's name today."`
	Via      string          `json:"via,omitempty" doc:"token:ID for what an API token did."`
	Object   string          `json:"object,omitempty" doc:"What it was done to, as kind:key."`
	Detail   json.RawMessage `json:"detail,omitempty" doc:"Before and after, and what else tells the story."`
	Previous string          `json:"previous" doc:"Hash of the row before."`
	Hash     string          `json:"hash"`
}

// AuditKind is a kind of the log as the document lists them.
type AuditKind audit.Kind

// Schema implements huma.SchemaProvider.
func (AuditKind) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, k := range audit.Kinds() {
		s.Enum = append(s.Enum, string(k))
	}
	return s
}

type (
	// AuditInput says which rows are wanted.
	AuditInput struct {
		Who    core.ID      `query:"who" doc:"Id of the user who did it."`
		Kind   audit.Kind   `query:"kind" maxLength:"64" doc:"What happened, as queue.closed."`
		Object string       `query:"object" maxLength:"200" doc:"What it was done to, as queue:billing, user:ID or customer:ID. A customer is also found in searches that found them."`
		From   core.Instant `query:"from" doc:"At or after, microseconds since 1970."`
		To     core.Instant `query:"to" doc:"…and before."`
	}
	auditInput struct {
		AuditInput
		PageInput
	}
	auditOutput struct {
		Body Page[AuditRow]
	}
)

func (a *API) registerAudit() {
	const tag = "Audit"
	view := a.guard(auth.AuditView)
	register(a, op("list-audit", http.MethodGet, "/audit", tag, "Who did what, newest first"), view, a.listAudit)
	file := op("export-audit", http.MethodGet, "/audit/file", tag, "The same as CSV, all pages")
	file.Responses = map[string]*huma.Response{"200": {
		Description: "OK", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
	register(a, file, view, a.exportAudit)
}

func (in *AuditInput) query() audit.Query {
	q := audit.Query{Kind: in.Kind, Object: in.Object, From: in.From, To: in.To}
	if !in.Who.IsZero() {
		q.Who = in.Who.String()
	}
	return q
}

func (a *API) listAudit(ctx context.Context, in *auditInput) (*auditOutput, error) {
	if err := a.me(ctx).need(auth.AuditView, org.NodeOrg); err != nil {
		return nil, err
	}
	q := in.query()
	q.After, q.Limit = in.After, in.Limit+1
	found, err := audit.Find(ctx, a.Store, q)
	if err != nil {
		return nil, err
	}
	page := pageOf(found, in.Limit, func(r audit.Row) string { return r.Key() })
	out := &auditOutput{Body: Page[AuditRow]{Items: make([]AuditRow, len(page.Items)), Next: page.Next}}
	for i := range page.Items {
		out.Body.Items[i] = a.auditRow(&page.Items[i])
	}
	return out, nil
}

func (a *API) auditRow(r *audit.Row) AuditRow {
	row := AuditRow{
		Number: r.Number, At: r.At, Kind: AuditKind(r.Kind), Party: r.By.Party, Who: r.By.Who, Via: r.By.Via,
		Object: r.Object, Detail: json.RawMessage(r.Detail), Previous: r.Previous, Hash: r.Hash,
	}
	if id, err := core.ParseID(r.By.Who); err == nil {
		if user, ok := a.Org.Get().UserByID(id); ok {
			row.Name = user.Name
		}
	}
	return row
}

// exportAudit streams every row asked for. That it was asked is itself a line of
// the log.
func (a *API) exportAudit(ctx context.Context, in *AuditInput) (*huma.StreamResponse, error) {
	me := a.me(ctx)
	if err := me.need(auth.AuditView, org.NodeOrg); err != nil {
		return nil, err
	}
	q := in.query()
	q.Limit = rest.PageMax
	first, err := audit.Find(ctx, a.Store, q) // what cannot be asked is told before the file begins
	if err != nil {
		return nil, err
	}
	if err := audit.Record(ctx, a.Store, audit.Entry{By: me.By(), Kind: audit.AuditExported, Object: "audit"}); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "text/csv; charset=utf-8")
		c.SetHeader("Content-Disposition", `attachment; filename="audit.csv"`)
		w := csv.NewWriter(c.BodyWriter())
		if err := a.writeAudit(ctx, w, q, first); err != nil {
			a.Log.ErrorContext(ctx, "the export of the audit log was cut off", "err", err)
			panic(http.ErrAbortHandler) // a file that looks whole must be whole
		}
	}}, nil
}

func (a *API) writeAudit(ctx context.Context, w *csv.Writer, q audit.Query, page []audit.Row) error {
	header := []string{"number", "at", "kind", "party", "who", "name", "via", "object", "detail", "previous", "hash"}
	if err := w.Write(header); err != nil {
		return err
	}
	for len(page) > 0 {
		for i := range page {
			r := a.auditRow(&page[i])
			err := w.Write([]string{
				strconv.FormatInt(r.Number, 10), r.At.Time().Format(time.RFC3339Nano), string(r.Kind), string(r.Party),
				r.Who, asText(r.Name), r.Via, r.Object, string(r.Detail), r.Previous, r.Hash,
			})
			if err != nil {
				return err
			}
		}
		var err error
		q.After = page[len(page)-1].Key()
		if page, err = audit.Find(ctx, a.Store, q); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// asText keeps a spreadsheet from reading a name as a formula.
func asText(cell string) string {
	if cell != "" && (cell[0] == '=' || cell[0] == '+' || cell[0] == '-' || cell[0] == '@') {
		return "'" + cell
	}
	return cell
}
