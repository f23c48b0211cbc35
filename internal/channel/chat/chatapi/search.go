package chatapi

import (
	"bytes"
	"context"
	"html/template"
	"time"

	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/rest"
)

// chatSearchSpan is how far a search looks back when nobody says.
const chatSearchSpan = 30 * 24 * time.Hour

// chatReadsMax bounds the reads of one page of a search.
const chatReadsMax = 10

func (d *desk) searchChats(ctx context.Context, in *chatSearchInput) (*chatSearchOutput, error) {
	query := chat.Query{Text: in.Text, From: in.From, Limit: in.Limit + 1}
	if query.From == 0 {
		query.From = d.now().Add(-chatSearchSpan)
	}
	if in.After != "" {
		at, id, err := rest.AfterCursor(in.After, 0)
		if err != nil {
			return nil, err
		}
		query.AfterAt = core.Instant(at)
		if query.AfterID, err = core.ParseID(id); err != nil {
			return nil, core.Faultf(core.Invalid, "after", core.FaultWrongFormat, "not the 'next' of a page")
		}
	}
	var found []ChatFound
	// Those that the caller may not see are skipped, so a page may take several reads.
	for range chatReadsMax {
		rows, err := d.chat.Search(ctx, query)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			query.AfterAt, query.AfterID = rows[i].Sent, rows[i].ID
			if d.mayRead(ctx, rest.PrincipalOf(ctx), &rows[i].Conversation) == nil {
				c := &rows[i].Conversation
				found = append(found, ChatFound{Contact: c.Contact, Inbox: c.Inbox, Name: c.Name, Message: rows[i].Message})
			}
		}
		if len(found) > in.Limit || len(rows) < query.Limit {
			break
		}
	}
	return &chatSearchOutput{Body: rest.PageOf(found, in.Limit, func(f ChatFound) string {
		return rest.Cursor(f.Message.Sent, f.Message.ID.String())
	})}, nil
}

type transcriptOutput struct {
	ContentType string `header:"Content-Type"`
	Policy      string `header:"Content-Security-Policy"`
	Robots      string `header:"X-Robots-Tag"`
	Body        []byte
}

// transcriptLine is a message on the page.
type transcriptLine struct {
	At, By, Text, File string
	Mine               bool
}

func (d *desk) getTranscript(ctx context.Context, in *rest.LinkInput) (*transcriptOutput, error) {
	t, err := d.chat.Transcript(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	o := d.organisation()
	zone := o.Location(t.Site)
	title := o.Name
	if inbox, ok := o.Inbox(t.Inbox); ok {
		title = o.Word(inbox.Name, t.Language)
	}
	lines := make([]transcriptLine, 0, len(t.Messages))
	for i := range t.Messages {
		m := &t.Messages[i]
		line := transcriptLine{At: m.Sent.Time().In(zone).Format("2006-01-02 15:04"), By: title, Text: m.Text}
		switch m.Author {
		case core.AuthorCustomer:
			line.By, line.Mine = t.Name, true
		case core.AuthorAgent:
			line.By = m.By
		case core.AuthorAutomatic:
		}
		if m.File != nil {
			line.File = m.File.Name
		}
		lines = append(lines, line)
	}
	var page bytes.Buffer
	if err := transcriptPage().Execute(&page, map[string]any{
		"Language": t.Language, "Title": title, "House": o.Name, "Zone": zone.String(), "Lines": lines,
	}); err != nil {
		return nil, core.Wrap(core.Internal, "", err)
	}
	return &transcriptOutput{
		ContentType: "text/html; charset=utf-8", Robots: "noindex",
		Policy: "default-src 'none'; style-src 'unsafe-inline'; sandbox", Body: page.Bytes(),
	}, nil
}

// transcriptPage has no words of its own, so that it reads in any language.
func transcriptPage() *template.Template {
	return template.Must(template.New("transcript").Parse(`<!doctype html>
<html lang="{{.Language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{.Title}}</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
h1{font-size:1.25rem}small{opacity:.7}
p{white-space:pre-wrap;overflow-wrap:anywhere;margin:.25rem 0 1rem;padding:.5rem .75rem;border:1px solid #8888;border-radius:.5rem}
.mine p{margin-left:3rem}.mine small{margin-left:3rem}
</style></head><body><h1>{{.Title}}</h1><small>{{.House}} · {{.Zone}}</small>
{{range .Lines}}<div{{if .Mine}} class="mine"{{end}}><small>{{.By}} · <time>{{.At}}</time></small>
<p>{{.Text}}{{if .File}} [{{.File}}]{{end}}</p></div>
{{end}}</body></html>
`))
}
