package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"turno/internal/core"
	"turno/internal/store/db"
)

// Genesis is what the first row has for the hash of the row before it.
const Genesis = "0000000000000000000000000000000000000000000000000000000000000000"

// Row is one entry as it is kept.
type Row struct {
	Number   int64 // from 1, without gaps
	At       core.Instant
	Kind     Kind
	By       By
	Object   string
	Detail   string // JSON; empty for none
	Previous string // the hash of the row before
	Hash     string
}

// Sum is what the row's hash must be: SHA-256, in hexadecimal, over its canonical
// form. That is the line `turno-audit-1`, then each field (number, at, kind,
// party, who, via, object, detail, previous) as its length in bytes, a colon and
// its bytes, every line ended by a line feed; numbers are written in decimal. A
// length before each field makes it impossible to move bytes from one field to
// the next.
func (r *Row) Sum() string {
	var b strings.Builder
	b.WriteString("turno-audit-1\n")
	for _, field := range []string{
		strconv.FormatInt(r.Number, 10), strconv.FormatInt(int64(r.At), 10), string(r.Kind),
		string(r.By.Party), r.By.Who, r.By.Via, r.Object, r.Detail, r.Previous,
	} {
		b.WriteString(strconv.Itoa(len(field)) + ":" + field + "\n")
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

func rowOf(a *db.Audit) Row {
	return Row{
		Number: a.Number, At: core.Instant(a.At), Kind: Kind(a.Kind),
		By: By{Party: Party(a.Party), Who: a.Who, Via: a.Via}, Object: a.Object, Detail: a.Detail,
		Previous: a.Previous, Hash: a.Hash,
	}
}

// Head is the end of the log at some moment: its last row's number and hash. Kept
// elsewhere it proves that the rows up to there are still those of that moment.
type Head struct {
	Number int64
	Hash   string
}

// String is `NUMBER:HASH`.
func (h Head) String() string { return strconv.FormatInt(h.Number, 10) + ":" + h.Hash }

// ParseHead reads what String wrote.
func ParseHead(text string) (Head, error) {
	number, hash, _ := strings.Cut(strings.TrimSpace(text), ":")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || len(hash) != len(Genesis) {
		return Head{}, core.Faultf(core.Invalid, "expect", core.FaultWrongFormat, "%q is no head of an audit log: a number, a colon, 64 hexadecimal digits", text)
	}
	return Head{n, strings.ToLower(hash)}, nil
}
