package org

import (
	"strings"

	"turno/internal/auth"
	"turno/internal/core"
)

// Directory is the organisation of a running system as auth sees it.
type Directory struct{ Live *Live }

var _ auth.Directory = Directory{}

// Contains implements auth.Tree.
func (d Directory) Contains(outer, inner auth.Node) bool { return d.Live.Get().Contains(outer, inner) }

// Account implements auth.Directory.
func (d Directory) Account(id core.ID) (auth.Account, bool) {
	o := d.Live.Get()
	u, ok := o.UserByID(id)
	if !ok {
		return auth.Account{}, false
	}
	return o.account(u), true
}

// AccountByLogin implements auth.Directory.
func (d Directory) AccountByLogin(login string) (auth.Account, bool) {
	o := d.Live.Get()
	u, ok := o.User(login)
	if !ok {
		return auth.Account{}, false
	}
	return o.account(u), true
}

func (o *Organisation) account(u *User) auth.Account {
	a := auth.Account{
		ID: u.ID, Login: u.Login, Name: u.Name, Language: u.Language,
		Site: o.SiteOf(u), Team: u.Team, Agent: u.Profile != "", Active: !u.Inactive,
	}
	for _, g := range u.Grants {
		a.Grants = append(a.Grants, auth.Grant{Role: g.Role, Node: g.At})
	}
	return a
}

// AccountByEmail implements auth.Directory.
func (d Directory) AccountByEmail(email string) (auth.Account, bool) {
	o := d.Live.Get()
	var found *User
	for i := range o.Users {
		u := &o.Users[i]
		if u.Inactive || u.Email == "" || !strings.EqualFold(u.Email, email) {
			continue
		}
		if found != nil {
			return auth.Account{}, false
		}
		found = u
	}
	if found == nil {
		return auth.Account{}, false
	}
	return o.account(found), true
}

// Device implements auth.Directory.
func (d Directory) Device(key string) (auth.Device, bool) {
	v, ok := d.Live.Get().Device(key)
	if !ok {
		return auth.Device{}, false
	}
	return auth.Device{Key: v.Key, Kind: v.Kind, Site: v.Site}, true
}

// Devices implements auth.Directory.
func (d Directory) Devices() []auth.Device {
	o := d.Live.Get()
	list := make([]auth.Device, 0, len(o.Devices))
	for i := range o.Devices {
		v := &o.Devices[i]
		list = append(list, auth.Device{Key: v.Key, Kind: v.Kind, Site: v.Site})
	}
	return list
}

// Role implements auth.Directory.
func (d Directory) Role(key string) ([]auth.Permission, bool) {
	r, ok := d.Live.Get().Role(key)
	if !ok {
		return nil, false
	}
	permissions := make([]auth.Permission, 0, len(r.Permissions))
	for _, p := range r.Permissions {
		permissions = append(permissions, auth.Permission(p))
	}
	return permissions, true
}

// WantsSecondFactor implements auth.Directory.
func (d Directory) WantsSecondFactor(role string) bool {
	r, ok := d.Live.Get().Role(role)
	return ok && r.SecondFactor
}
