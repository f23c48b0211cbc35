package branch

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"

	"turno/internal/core"
)

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
		return core.FieldErrorf(core.Invalid, "token", "a token has 16 to 32 lower-case letters and digits")
	}
	return nil
}
