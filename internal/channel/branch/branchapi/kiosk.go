package branchapi

import (
	"context"
	"net/http"

	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/rest"
)

// KioskService is a service as a kiosk offers it; one without Queue is a folder.
type KioskService struct {
	Key       string   `json:"key"`
	Name      org.Text `json:"name"`
	Parent    string   `json:"parent,omitempty"`
	Prefix    string   `json:"prefix,omitempty"`
	Leaf      bool     `json:"leaf" doc:"Can be chosen; others only hold services."`
	AskPerson bool     `json:"ask_person" doc:"Ask for a document number or phone."`
}

// Kiosk is all a kiosk needs to work, also when it is cut off later.
type Kiosk struct {
	Device    string         `json:"device"`
	Name      string         `json:"name"`
	Site      string         `json:"site"`
	SiteName  org.Text       `json:"site_name"`
	Languages []string       `json:"languages"`
	Language  string         `json:"language,omitempty" doc:"The kiosk's first language."`
	Open      bool           `json:"open"`
	OpensAt   core.Instant   `json:"opens_at,omitempty"`
	ClosesAt  core.Instant   `json:"closes_at,omitempty" doc:"While open: until when numbers may be given when the line is cut."`
	Day       string         `json:"day" doc:"The site's day; blocks are good on theirs only."`
	Timezone  string         `json:"timezone"`
	Services  []KioskService `json:"services" nullable:"false"`
	PublicURL string         `json:"public_url,omitempty" doc:"Base of the visitor's page; empty for the kiosk's own address."`
	Printer   bool           `json:"printer" doc:"The site has a printer of its own."`
}

// TicketBlock is a run of numbers that a kiosk may give away while it is cut off.
type TicketBlock struct {
	ID     core.ID `json:"id"`
	Day    string  `json:"day"`
	Prefix string  `json:"prefix"`
	First  int     `json:"first"`
	Last   int     `json:"last"`
}

// LateTicket is a ticket that a kiosk gave away while it was cut off.
type LateTicket struct {
	Prefix   string       `json:"prefix" minLength:"1" maxLength:"4"`
	Number   int          `json:"number" minimum:"1" maximum:"99999"`
	Service  string       `json:"service" minLength:"1" maxLength:"64"`
	Language string       `json:"language,omitempty" maxLength:"35"`
	Person   string       `json:"person,omitempty" maxLength:"64"`
	At       core.Instant `json:"at" doc:"When the visitor took it, by the kiosk's clock."`
	Token    string       `json:"token,omitempty" maxLength:"32" doc:"Of the visitor's page, as printed: 16 to 32 lower-case letters and digits."`
}

// LateAnswer is what became of one late ticket.
type LateAnswer struct {
	Ticket *Ticket       `json:"ticket,omitempty"`
	Error  *rest.Problem `json:"error,omitempty"`
}

type (
	kioskOutput struct {
		Body Kiosk
	}
	kioskTicketInput struct {
		rest.LinkInput
		Body struct {
			Service  string `json:"service" minLength:"1" maxLength:"64"`
			Language string `json:"language,omitempty" maxLength:"35"`
			Person   string `json:"person,omitempty" maxLength:"64" doc:"Document number, phone or e-mail."`
			Print    bool   `json:"print,omitempty"`
		}
	}
	lookUpInput struct {
		rest.LinkInput
		Body struct {
			Person string `json:"person" minLength:"1" maxLength:"64"`
		}
	}
	lookUpOutput struct {
		Body struct {
			Known   bool   `json:"known"`
			Segment string `json:"segment,omitempty" doc:"Key; a kiosk never shows personal data."`
		}
	}
	blockInput struct {
		rest.LinkInput
		Body struct {
			Prefix string `json:"prefix" minLength:"1" maxLength:"4"`
			Count  int    `json:"count" minimum:"1" maximum:"100"`
		}
	}
	blockOutput struct {
		Body TicketBlock
	}
	lateInput struct {
		rest.LinkInput
		Body struct {
			Tickets []LateTicket `json:"tickets" minItems:"1" maxItems:"200"`
		}
	}
	lateOutput struct {
		Body struct {
			Answers []LateAnswer `json:"answers" nullable:"false"`
		}
	}
)

func (d *desk) kioskOperations(to *rest.Operations) {
	const tag = "Kiosk"
	rest.Register(to, rest.Op("get-kiosk", http.MethodGet, "/kiosks/{token}", tag, "What a kiosk shows"), rest.Link(), d.getKiosk)
	rest.Register(to, rest.Op("kiosk-look-up", http.MethodPost, "/kiosks/{token}/look-up", tag, "Is this person known?"), rest.Link(), d.kioskLookUp)
	rest.Register(to, rest.Created(rest.Op("kiosk-ticket", http.MethodPost, "/kiosks/{token}/tickets", tag, "Take a ticket")), rest.Link(), d.kioskTicket)
	rest.Register(to, rest.Created(rest.Op("kiosk-block", http.MethodPost, "/kiosks/{token}/blocks", tag, "Reserve numbers for when the line is cut")), rest.Link(), d.kioskBlock)
	late := rest.Op("kiosk-late", http.MethodPost, "/kiosks/{token}/late", tag, "Tickets given while the line was cut")
	late.MaxBodyBytes = rest.RepeatBodyMax // fits the longest list
	rest.Register(to, late, rest.Link(), d.kioskLate)
}

func (d *desk) getKiosk(ctx context.Context, in *rest.LinkInput) (*kioskOutput, error) {
	who, err := d.auth.CheckDeviceOf(ctx, in.Token, "kiosk")
	if err != nil {
		return nil, err
	}
	o := d.organisation()
	site, ok := o.Site(who.Site)
	device, found := o.Device(who.Device)
	if !ok || !found {
		return nil, core.Errorf(core.NotFound, "this kiosk is not part of the organisation any more")
	}
	now := d.now()
	k := Kiosk{
		Device: device.Key, Name: device.Name, Site: site.Key, SiteName: site.Name,
		Languages: o.LanguagesOf(site.Key), Language: device.Language, Open: o.SiteOpenAt(site.Key, now),
		Day: o.Day(site.Key, now), Timezone: o.Location(site.Key).String(), Services: []KioskService{},
		PublicURL: d.publicURL, Printer: site.Printer != "",
	}
	if at, open, ok := o.SiteNextChange(site.Key, now); ok {
		switch {
		case !k.Open && open:
			k.OpensAt = at
		case k.Open && !open:
			k.ClosesAt = at
		}
	}
	for _, s := range servicesWithFolders(o, site.Key) {
		k.Services = append(k.Services, KioskService{
			Key: s.Key, Name: s.Name, Parent: s.Parent, Prefix: s.Prefix, Leaf: s.Queue != "", AskPerson: s.AskPerson,
		})
	}
	return &kioskOutput{Body: k}, nil
}

// servicesWithFolders are the services a site offers and those that hold them, in
// kiosk order.
func servicesWithFolders(o *org.Organisation, site string) []*org.Service {
	shown := map[string]bool{}
	for _, s := range o.ServicesAt(site) {
		// A folder that was seen has its own folders already.
		for known := true; known && !shown[s.Key]; s, known = o.Service(s.Parent) {
			shown[s.Key] = true
		}
	}
	var list []*org.Service
	for i := range o.Services {
		if shown[o.Services[i].Key] {
			list = append(list, &o.Services[i])
		}
	}
	return list
}

func (d *desk) kioskLookUp(ctx context.Context, in *lookUpInput) (*lookUpOutput, error) {
	who, err := d.auth.CheckDeviceOf(ctx, in.Token, "kiosk")
	if err != nil {
		return nil, err
	}
	if err := d.auth.PaceLookUp(who.Device); err != nil {
		return nil, err
	}
	out := &lookUpOutput{}
	found, err := d.branch.Known(ctx, who.Site, in.Body.Person)
	switch core.CodeOf(err) {
	case "":
		out.Body.Known, out.Body.Segment = !found.ID.IsZero(), found.Segment
	default:
		return nil, err
	}
	return out, nil
}

func byLink(ctx context.Context) channel.Caller {
	return channel.Caller{Command: rest.NewCommand(ctx), Party: core.ByCustomer}
}

func (d *desk) kioskTicket(ctx context.Context, in *kioskTicketInput) (*ticketOutput, error) {
	who, err := d.auth.CheckDeviceOf(ctx, in.Token, "kiosk")
	if err != nil {
		return nil, err
	}
	if err := d.auth.PaceTicket(who.Device); err != nil {
		return nil, err
	}
	t, err := d.branch.Issue(ctx, byLink(ctx), branch.Issue{
		Site: who.Site, Device: who.Device, Service: in.Body.Service, Language: in.Body.Language,
		Person: in.Body.Person, Print: in.Body.Print,
	})
	if err != nil {
		return nil, err
	}
	return &ticketOutput{Body: ticketOf(&t)}, nil
}

func (d *desk) kioskBlock(ctx context.Context, in *blockInput) (*blockOutput, error) {
	who, err := d.auth.CheckDeviceOf(ctx, in.Token, "kiosk")
	if err != nil {
		return nil, err
	}
	if err := d.auth.PaceTicket(who.Device); err != nil {
		return nil, err
	}
	b, err := d.branch.ReserveBlock(ctx, branch.Reserve{
		Site: who.Site, Device: who.Device, Prefix: in.Body.Prefix, Count: in.Body.Count,
	})
	if err != nil {
		return nil, err
	}
	return &blockOutput{Body: TicketBlock{ID: b.ID, Day: b.Day, Prefix: b.Prefix, First: b.First, Last: b.Last}}, nil
}

func (d *desk) kioskLate(ctx context.Context, in *lateInput) (*lateOutput, error) {
	who, err := d.auth.CheckDeviceOf(ctx, in.Token, "kiosk")
	if err != nil {
		return nil, err
	}
	late := branch.Late{Site: who.Site, Device: who.Device}
	for _, t := range in.Body.Tickets {
		late.Tickets = append(late.Tickets, branch.LateTicket(t))
	}
	results, err := d.branch.IssueLate(ctx, byLink(ctx), late)
	if err != nil {
		return nil, err
	}
	out := &lateOutput{}
	out.Body.Answers = make([]LateAnswer, len(results))
	for i := range results {
		if results[i].Err != nil {
			out.Body.Answers[i].Error = rest.ProblemOf(results[i].Err)
			continue
		}
		t := ticketOf(&results[i].Ticket)
		out.Body.Answers[i].Ticket = &t
	}
	return out, nil
}
