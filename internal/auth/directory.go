package auth

import "turno/internal/core"

// Grant gives a role at a node.
type Grant struct {
	Role string
	Node Node
}

// Account is what auth needs to know of a user.
type Account struct {
	ID       core.ID
	Login    string
	Name     string
	Language string
	Site     string
	Team     string
	Agent    bool
	Active   bool
	Grants   []Grant
}

// Device is what auth needs to know of a kiosk, display or wall.
type Device struct {
	Key  string
	Kind string
	Site string
}

// Directory is the organisation as auth sees it, at this moment. Accounts come
// by login in lower case; roles that do not exist are refused.
type Directory interface {
	Tree
	Account(id core.ID) (Account, bool)
	AccountByLogin(login string) (Account, bool)
	// AccountByEmail finds the one active user with an address, in whatever case;
	// none when there are several.
	AccountByEmail(email string) (Account, bool)
	Device(key string) (Device, bool)
	Devices() []Device
	Role(key string) ([]Permission, bool)
	// WantsSecondFactor reports whether users with a role must have a second factor.
	WantsSecondFactor(role string) bool
}
