package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"turno/internal/store"
	"turno/internal/store/db"
)

// Report is what Verify found.
type Report struct {
	Rows  int64 // that were read and are sound
	Head  Head  // of the sound rows
	Break *Break
}

// Break is where a chain is not what was written, and why.
type Break struct {
	Number int64 // of the row
	Reason string
}

// verifyPage is how many rows are held in memory at once.
const verifyPage = 1000

// Verify reads the whole log and checks every link of its chain. expected are
// heads that were published earlier; the log must still hold those rows.
func Verify(ctx context.Context, s *store.Store, expected ...Head) (Report, error) {
	v := verifier{last: Row{Hash: Genesis}, expected: map[int64]string{0: Genesis}}
	for _, head := range expected {
		if known, twice := v.expected[head.Number]; twice && known != head.Hash {
			return Report{Break: &Break{head.Number, "two different hashes are expected of it"}}, nil
		}
		v.expected[head.Number] = head.Hash
	}
	// One state of the store: rows that are written meanwhile are not looked at.
	err := s.Read(ctx, func(q *db.Queries) error { return v.run(ctx, q) })
	return Report{Rows: v.last.Number, Head: Head{v.last.Number, v.last.Hash}, Break: v.broken}, err
}

type verifier struct {
	last     Row
	expected map[int64]string
	broken   *Break
}

func (v *verifier) run(ctx context.Context, q *db.Queries) error {
	v.last, v.broken = Row{Hash: Genesis}, nil
	for {
		rows, err := q.ListAuditRows(ctx, v.last.Number, verifyPage)
		if err != nil {
			return err
		}
		for i := range rows {
			row := rowOf(&rows[i])
			if reason := v.check(&row); reason != "" {
				v.broken = &Break{row.Number, reason}
				return nil
			}
			v.last = row
		}
		if len(rows) < verifyPage {
			return v.end(ctx, q)
		}
	}
}

// check says what is wrong with the row that follows the last one; "" for nothing.
func (v *verifier) check(row *Row) string {
	missing := row.Number - v.last.Number - 1
	expected, known := v.expected[row.Number]
	switch {
	case missing == 1:
		return fmt.Sprintf("row %d before it is missing", v.last.Number+1)
	case missing > 1:
		return fmt.Sprintf("rows %d to %d before it are missing", v.last.Number+1, row.Number-1)
	case row.Previous != v.last.Hash:
		return "it does not follow the row before it: that row, or this one, was replaced"
	case row.Sum() != row.Hash:
		return "its content is not what was written: the hash is another"
	case known && expected != row.Hash:
		return "its hash is not the one that was published: the log was written anew from there or before"
	}
	return ""
}

// end compares the last row with what writers keep, and with what was published.
func (v *verifier) end(ctx context.Context, q *db.Queries) error {
	head, err := q.GetAuditHead(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		head, err = db.GetAuditHeadRow{Hash: Genesis}, nil
	}
	switch {
	case err != nil:
		return err
	case head.Number > v.last.Number:
		v.broken = &Break{v.last.Number + 1, fmt.Sprintf("the log ends before it, and %d rows had been written: its end was cut off", head.Number)}
	case head.Number != v.last.Number || head.Hash != v.last.Hash:
		v.broken = &Break{v.last.Number, "it is not the last row that was written"}
	}
	for number := range v.expected {
		if number > v.last.Number && (v.broken == nil || number < v.broken.Number) {
			v.broken = &Break{number, "it was published and is not there any more: the end of the log was cut off"}
		}
	}
	return nil
}

// HeadOf reads the end of the log, without checking anything.
func HeadOf(ctx context.Context, s *store.Store) (Head, error) {
	head := Head{Hash: Genesis}
	err := s.Read(ctx, func(q *db.Queries) error {
		row, err := q.GetAuditHead(ctx)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		head = Head{row.Number, row.Hash}
		return err
	})
	return head, err
}
