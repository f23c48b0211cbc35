package main

import (
	"context"

	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/org"
	"turno/internal/store"
)

// demoCustomer is somebody whose number can be typed at a kiosk of the demo.
type demoCustomer struct {
	document, phone         string
	name, segment, language string
}

// demoCustomers are made up, with numbers that are easily typed and remembered.
// Customers are no part of an organisation's file.
func demoCustomers() []demoCustomer {
	return []demoCustomer{
		{"10101010", "+502 5550 1010", "Lucía Herrera", "premier", "es"},
		{"10102020", "+503 7550 1020", "Ernesto Molina", "premier", "es"},
		{"10103030", "+55 11 95550 1030", "Beatriz Nogueira", "premier", "pt"},
		{"10104040", "+39 333 555 1040", "Carlo Bianchi", "premier", "it"},
		{"20201010", "+502 5550 2010", "Ferretería El Clavo", "sme", "es"},
		{"30301010", "+502 5550 3010", "Tienda La Esquina", "micro", "es"},
		{"30302020", "+503 7550 3020", "Pupusería Doña Tere", "micro", "es"},
		{"30303030", "+55 11 95550 3030", "Padaria Boa Vista", "micro", "pt"},
		{"30304040", "+39 333 555 3040", "Bar Centrale", "micro", "it"},
		{"40401010", "+502 5550 4010", "María José Pérez", "standard", "es"},
	}
}

// fillDemoCustomers writes them down. It may be repeated: their ids are fixed.
func fillDemoCustomers(ctx context.Context, s *store.Store, o *org.Organisation) error {
	service := customer.NewService(customer.Options{
		Store:   s,
		Country: func() string { return customer.CountryOf(o.Timezone) },
		Segment: func(key string) bool { _, ok := o.Segment(key); return ok },
	})
	for i, c := range demoCustomers() {
		_, err := service.Create(ctx, customer.New{
			ID:   core.ID{0: 0xde, 15: byte(i + 1)},
			Name: c.name, Segment: c.segment, Language: c.language,
			Identities: []customer.Identity{
				{Kind: customer.Document, Value: c.document}, {Kind: customer.Phone, Value: c.phone},
			},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// customers are whom a kiosk of the demo knows, by segment.
func (p *welcomePage) customers(o *org.Organisation) {
	var rows [][]string
	last := ""
	for _, c := range demoCustomers() {
		title, segment := "", ""
		if len(rows) == 0 {
			title = "Numbers to type at a kiosk"
		}
		if c.segment != last {
			last = c.segment
			if s, ok := o.Segment(c.segment); ok {
				segment = s.Name.In("en", "es")
			}
		}
		rows = append(rows, []string{title, segment, c.document, c.name})
	}
	p.table(rows)
}
