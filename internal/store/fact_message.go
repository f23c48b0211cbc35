package store

import (
	"turno/internal/core"
	"turno/internal/store/db"
)

// MessagesOf turns rows into message facts. It fails only when the store holds
// what this program never wrote.
func MessagesOf(rows []db.Message) ([]core.Message, error) {
	all := make([]core.Message, len(rows))
	for i := range rows {
		var id ids
		r := &rows[i]
		all[i] = core.Message{
			ID: id.read(r.ID), Corrects: id.read(r.Corrects), Contact: id.read(r.Contact), Agent: id.read(r.Agent),
			Channel: core.Channel(r.Channel), Direction: core.Direction(r.Direction), Author: core.Author(r.Author),
			Sent: core.Instant(r.Sent), Delivered: core.Instant(r.Delivered), Read: core.Instant(r.Read),
		}
		if err := id.failure(); err != nil {
			return nil, err
		}
	}
	return all, nil
}
