package channel

import (
	"context"
	"strings"
	"unicode/utf8"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Described is a Description in the body of a call.
type Described struct {
	Reason  string  `json:"reason,omitempty" maxLength:"64" doc:"Key of the reason taxonomy."`
	Outcome string  `json:"outcome,omitempty" maxLength:"64" doc:"Key of a disposition."`
	Note    *string `json:"note,omitempty" maxLength:"4000" doc:"Free words for colleagues. Absent leaves what was said before, an empty text takes it away."`
}

// Description is the same for the channel's own methods.
func (d Described) Description() Description {
	return Description(d)
}

// Check refuses reasons and outcomes that the organisation does not have, and
// notes that are no text or too long.
func (d Description) Check(o *org.Organisation) error {
	if _, ok := o.Reason(d.Reason); !ok && d.Reason != "" {
		return core.Faultf(core.Invalid, "reason", core.FaultUnknown, "there is no reason %q", d.Reason)
	}
	if _, ok := o.Disposition(d.Outcome); !ok && d.Outcome != "" {
		return core.Faultf(core.Invalid, "outcome", core.FaultUnknown, "there is no disposition %q", d.Outcome)
	}
	if d.Note == nil {
		return nil
	}
	return CheckNote(*d.Note)
}

// CheckNote refuses a note that is no text or longer than NoteMax.
func CheckNote(note string) error {
	switch {
	case len(note) > NoteMax:
		return core.Boundf(core.TooLarge, "note", core.FaultTooLong, NoteMax, "a note has at most %d characters", NoteMax)
	case !utf8.ValidString(note) || strings.ContainsRune(note, 0):
		return core.Faultf(core.Invalid, "note", core.FaultNotText, "this is not text")
	}
	return nil
}

// Describe writes the contact's own words; what is not said leaves what was
// said before. NotFound where there is no such contact.
func (d Description) Describe(ctx context.Context, tx *store.Tx, contact core.ID) error {
	if d == (Description{}) {
		return nil
	}
	row, err := tx.GetContact(ctx, contact.String())
	if err != nil {
		return err
	}
	params := db.DescribeContactParams{Reason: row.Reason, Outcome: row.Outcome, Note: row.Note, ID: row.ID}
	if d.Reason != "" {
		params.Reason = d.Reason
	}
	if d.Outcome != "" {
		params.Outcome = d.Outcome
	}
	if d.Note != nil {
		params.Note = *d.Note
	}
	_, err = tx.DescribeContact(ctx, params)
	return err
}

// Serves reports whether the profile that an agent works with holds a queue.
func Serves(o *org.Organisation, a *floor.AgentView, queue string) bool {
	profile, ok := o.Profile(a.Profile)
	if !ok {
		return false
	}
	for _, q := range profile.Queues {
		if q.Queue == queue || o.QueueAt(q.Queue, a.Site) == queue {
			return true
		}
	}
	return false
}
