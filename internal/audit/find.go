package audit

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Query asks for rows, newest first. Empty fields ask for nothing.
type Query struct {
	Who    string // a user's id
	Kind   Kind
	Object string // `kind:key`; a customer is also found in searches that found them
	From   core.Instant
	To     core.Instant // exclusive
	After  string       // the Key of the last row of the page before
	Limit  int
}

// Key is where a page begins after this row.
func (r *Row) Key() string {
	return strconv.FormatInt(int64(r.At), 10) + "." + strconv.FormatInt(r.Number, 10)
}

// Find returns a page of rows, newest first.
func Find(ctx context.Context, s *store.Store, in Query) ([]Row, error) {
	if in.Kind != "" && !slices.Contains(Kinds(), in.Kind) {
		return nil, core.Faultf(core.Invalid, "kind", core.FaultUnknown, "there is no kind %q", in.Kind)
	}
	p := db.FindAuditParams{
		FromAt: int64(in.From), ToAt: int64(in.To), Who: in.Who, Kind: string(in.Kind), Object: in.Object,
		MaxRows: int32(in.Limit),
	}
	if in.To == 0 {
		p.ToAt = math.MaxInt64
	}
	if in.After != "" {
		at, number, _ := strings.Cut(in.After, ".")
		var errAt, errNumber error
		p.ToAt, errAt = strconv.ParseInt(at, 10, 64)
		p.BeforeNumber, errNumber = strconv.ParseInt(number, 10, 64)
		if errAt != nil || errNumber != nil {
			return nil, core.Faultf(core.Invalid, "after", core.FaultWrongFormat, "not a page of ours: %q", in.After)
		}
	}
	if id, ok := strings.CutPrefix(in.Object, "customer:"); ok {
		customer, err := core.ParseID(id)
		if err != nil {
			return nil, core.Faultf(core.Invalid, "object", core.FaultWrongFormat, "a customer is named as customer:ID")
		}
		p.Named = "%" + customer.String() + "%"
	}
	var found []Row
	err := s.Read(ctx, func(q *db.Queries) error {
		rows, err := q.FindAudit(ctx, p)
		found = make([]Row, len(rows))
		for i := range rows {
			found[i] = rowOf(&rows[i])
		}
		return err
	})
	return found, err
}
