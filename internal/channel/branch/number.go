package branch

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// half is how many numbers of each thousand are given at the door; the other 500
// are reserved for kiosks that are cut off. So the day's first visitor is
// A-001 whatever the kiosks have put aside, and A-503 says where it came from.
const half = 500

// takenAtDoor is the nth number of a series: 1 to 499, 1000 to 1499, 2000 …
func takenAtDoor(n int) int { return n/half*2*half + n%half }

// reserved is the nth number, from 0, of the other half: 500 to 999, 1500 …
func reserved(n int) int { return takenAtDoor(n) + half }

// reservedMark sets the count of reserved numbers apart from the series' own.
const reservedMark = "#"

// takeNumber gives the next number of a series.
func takeNumber(ctx context.Context, tx *store.Tx, site, day, prefix string) (int, error) {
	n, err := tx.TakeTicketNumbers(ctx, db.TakeTicketNumbersParams{
		Site: site, Day: day, Prefix: prefix, FirstNumber: 1, Count: 1,
	})
	return takenAtDoor(int(n)), err
}

// reserveNumbers gives the first of count reserved numbers in a row, at most half.
func reserveNumbers(ctx context.Context, tx *store.Tx, site, day, prefix string, count int) (int, error) {
	take := db.TakeTicketNumbersParams{
		Site: site, Day: day, Prefix: prefix + reservedMark, FirstNumber: 0, Count: int64(count),
	}
	for {
		n, err := tx.TakeTicketNumbers(ctx, take)
		first := int(n)
		if err != nil || first/half == (first+count-1)/half {
			return reserved(first), err
		}
		// These would not be in a row: the next ones are, whose thousand is new.
	}
}

// label is what people call a ticket: A-014, or A+003 for one who took none.
func label(prefix string, number int) string {
	if strings.HasSuffix(prefix, directMark) {
		return fmt.Sprintf("%s%03d", prefix, number)
	}
	return fmt.Sprintf("%s-%03d", prefix, number)
}

// tokenBytes make 80 bits: nobody guesses one of a branch's open visits, and 16
// characters still make a small QR code.
const tokenBytes = 10

// newToken makes the secret of a visitor's own page.
func newToken() string {
	var b [tokenBytes]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}

// checkToken accepts the tokens that kiosks make while they are cut off.
func checkToken(token string) error {
	if len(token) < 16 || len(token) > 32 || strings.Trim(token, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return core.Faultf(core.Invalid, "token", core.FaultWrongFormat, "a token has 16 to 32 lower-case letters and digits")
	}
	return nil
}
