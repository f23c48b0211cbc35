package rest

import "turno/internal/core"

// Parts of inputs that several channels have. They are exported because huma looks
// into exported embedded structs only.
type (
	// ContactID names a contact in the path.
	ContactID struct {
		ID core.ID `path:"id" doc:"The contact's id."`
	}
	// LinkInput is the token of a kiosk's, a screen's or a visitor's link.
	LinkInput struct {
		Token string `path:"token" maxLength:"128" doc:"The token of the link."`
	}
)
