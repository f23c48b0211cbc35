package person

import (
	"context"
	"encoding/json"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Count is how much was erased.
type Count struct {
	Contacts int `json:"contacts"`
	Messages int `json:"messages"`
	Files    int `json:"files"`
}

// Erase takes away who a customer is and what was said: the customer's row and
// identities, notes, the words of timelines, and what keepers have of it. It is one
// transaction with its line in the audit log, which names the customer by the id
// alone; then the files go from the disk (those that a crash keeps there have no
// row, and a sweep takes them). Facts stay. Errors: NotFound; Conflict while the
// customer is being served or waits, or a work of theirs is in wrap-up.
func (s *Service) Erase(ctx context.Context, id core.ID, by audit.By) (Count, error) {
	var n Count
	var gone []string
	err := audit.Write(ctx, s.Store, func(tx *store.Tx) ([]audit.Entry, error) {
		n, gone = Count{}, nil
		if err := idle(ctx, tx, id); err != nil {
			return nil, err
		}
		err := eachContact(ctx, tx.Queries, id, func(row *db.Contact) error {
			erased, err := s.eraseContact(ctx, tx, row)
			n.Contacts++
			n.Messages += erased.Messages
			gone = append(gone, erased.Files...)
			return err
		})
		if err != nil {
			return nil, err
		}
		if _, err := tx.DeleteCustomerIdentities(ctx, id.String()); err != nil {
			return nil, err
		}
		if _, err := tx.DeleteCustomer(ctx, id.String()); err != nil {
			return nil, err
		}
		n.Files = len(gone)
		return []audit.Entry{{By: by, Kind: audit.CustomerErased, Object: audit.OfCustomer(id), Detail: n}}, nil
	})
	if err != nil {
		return Count{}, err
	}
	for _, file := range gone {
		if err := s.Files.Remove(file); err != nil {
			return n, err
		}
	}
	return n, nil
}

// idle refuses a customer who is not known, or has to do with somebody now.
func idle(ctx context.Context, tx *store.Tx, id core.ID) error {
	if _, err := tx.GetCustomer(ctx, id.String()); err != nil {
		return missing(err)
	}
	open, err := tx.HasOpenContact(ctx, id.String())
	if err == nil && !open {
		open, err = tx.HasWorkWith(ctx, `"customer":"`+id.String()+`"`)
	}
	if err == nil && open {
		err = core.Errorf(core.Conflict, "this customer waits, is being served, or an agent still writes up the contact: end it first")
	}
	return err
}

func (s *Service) eraseContact(ctx context.Context, tx *store.Tx, row *db.Contact) (Erased, error) {
	id, err := core.ParseID(row.ID)
	if err != nil {
		return Erased{}, core.Wrap(core.Internal, "", err)
	}
	if err := tx.EraseContact(ctx, row.ID); err != nil {
		return Erased{}, err
	}
	if err := tx.EraseLegWords(ctx, row.ID); err != nil {
		return Erased{}, err
	}
	if err := eachEvent(ctx, tx.Queries, row.ID, func(e *db.ContactEvent) error { return eraseWords(ctx, tx, e) }); err != nil {
		return Erased{}, err
	}
	var all Erased
	for _, k := range s.Keepers {
		erased, err := k.Erase(ctx, tx, id)
		if err != nil {
			return Erased{}, err
		}
		all.Messages += erased.Messages
		all.Files = append(all.Files, erased.Files...)
	}
	return all, nil
}

// eraseWords takes what somebody wrote out of a line of a timeline.
func eraseWords(ctx context.Context, tx *store.Tx, e *db.ContactEvent) error {
	doc := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(e.Doc), &doc); err != nil {
		return core.Wrap(core.Internal, "", err)
	}
	before := len(doc)
	for _, words := range []string{"note", "detail"} {
		delete(doc, words)
	}
	if len(doc) == before {
		return nil
	}
	text, err := json.Marshal(doc)
	if err != nil {
		return core.Wrap(core.Internal, "", err)
	}
	return tx.EraseContactEvent(ctx, string(text), e.ID)
}
