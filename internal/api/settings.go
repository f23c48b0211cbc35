package api

import (
	"context"
	"encoding/json"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// settings are what a user chose for themselves.
type settings struct {
	Language string `json:"language,omitempty"`
	Scheme   string `json:"scheme,omitempty"`
}

func (a *API) settings(ctx context.Context, user core.ID) (settings, error) {
	var chosen settings
	err := a.Store.Read(ctx, func(q *db.Queries) error {
		doc, err := q.GetUserSetting(ctx, user.String())
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(doc), &chosen)
	})
	if core.CodeOf(err) == core.NotFound {
		return settings{}, nil
	}
	return chosen, err
}

func (a *API) saveSettings(ctx context.Context, user core.ID, chosen settings) error {
	doc, err := json.Marshal(chosen)
	if err != nil {
		return core.Wrap(core.Internal, "", err)
	}
	return a.Store.Write(ctx, func(tx *store.Tx) error {
		return tx.SetUserSetting(ctx, user.String(), string(doc))
	})
}
