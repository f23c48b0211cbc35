package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"turno/internal/core"
)

// Limits of a password. Length is what makes one strong, rules about its
// characters do not (NIST SP 800-63B-4 section 3.1.1.2, which asks for 15 where a
// password stands alone and 8 beside a second factor; 12 for both is ours, with
// guesses throttled and leaked passwords refused: docs/adr/0016).
const (
	PasswordMin = 12  // characters
	PasswordMax = 256 // bytes
)

// argon2id as OWASP recommends it: 19 MiB, two passes, one lane.
// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
const (
	hashMemoryKiB = 19 * 1024
	hashPasses    = 2
	hashLanes     = 1
	hashKeyBytes  = 32
	hashSaltBytes = 16
	hashMemoryMax = 1 << 20 // KiB; more in a stored hash is a broken row
	hashesAtOnce  = 4       // bounds the memory that sign-ins can take together
)

// hasher makes and checks password hashes, a few at once.
type hasher struct {
	slots chan struct{}
	// nobody is the hash checked for logins that do not exist, so that they
	// take as long as those that do.
	nobody string
}

func newHasher() *hasher {
	return &hasher{slots: make(chan struct{}, hashesAtOnce), nobody: encodeHash("nobody", newSalt())}
}

// hash makes the stored form of a password, in the PHC string format.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	return encodeHash(password, newSalt()), nil
}

// verify reports whether a password is that of a stored hash; an empty hash is
// nobody's. again says that the hash is of another strength than new ones.
func (h *hasher) verify(ctx context.Context, stored, password string) (ok, again bool, err error) {
	if err := h.enter(ctx); err != nil {
		return false, false, err
	}
	defer h.leave()
	missing := stored == ""
	if missing {
		stored = h.nobody
	}
	p, err := decodeHash(stored)
	if err != nil {
		return false, false, err
	}
	key := argon2.IDKey([]byte(password), p.salt, p.passes, p.memory, p.lanes, uint32(len(p.key)))
	same := subtle.ConstantTimeCompare(key, p.key) == 1
	weaker := p.memory != hashMemoryKiB || p.passes != hashPasses || p.lanes != hashLanes || len(p.key) != hashKeyBytes
	return same && !missing, same && weaker, nil
}

func (h *hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return core.Wrap(core.Unavailable, "", ctx.Err())
	}
}

func (h *hasher) leave() { <-h.slots }

// phc is a hash taken apart.
type phc struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

func newSalt() []byte {
	salt := make([]byte, hashSaltBytes)
	_, _ = rand.Read(salt) // never fails: it ends the process if the system has no randomness
	return salt
}

func encodeHash(password string, salt []byte) string {
	key := argon2.IDKey([]byte(password), salt, hashPasses, hashMemoryKiB, hashLanes, hashKeyBytes)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		hashMemoryKiB, hashPasses, hashLanes, b64.EncodeToString(salt), b64.EncodeToString(key))
}

func decodeHash(stored string) (phc, error) {
	broken := func() (phc, error) { return phc{}, core.Errorf(core.Internal, "a stored password hash is broken") }
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return broken()
	}
	var p phc
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.lanes); err != nil {
		return broken()
	}
	var errSalt, errKey error
	p.salt, errSalt = base64.RawStdEncoding.DecodeString(parts[4])
	p.key, errKey = base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errKey != nil || p.passes == 0 || p.lanes == 0 || len(p.key) < 16 || p.memory > hashMemoryMax {
		return broken()
	}
	return p, nil
}

// CheckPassword refuses what is too short, too long, the login itself, or known
// from leaks (breached, which may be nil).
func CheckPassword(password, login string, breached *Breached) error {
	switch {
	case utf8.RuneCountInString(password) < PasswordMin:
		return core.Boundf(core.Invalid, "password", core.FaultTooShort, PasswordMin, "at least %d characters", PasswordMin)
	case len(password) > PasswordMax:
		return core.Boundf(core.TooLarge, "password", core.FaultTooLong, PasswordMax, "at most %d bytes", PasswordMax)
	case strings.EqualFold(password, login):
		return core.Faultf(core.Invalid, "password", core.FaultTooSimple, "a password other than the login")
	}
	return breached.Check(password)
}
