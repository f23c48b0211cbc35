package chat

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"

	"turno/internal/core"
)

// TokenPrefix tells a conversation's token from the links of devices and visitors.
const TokenPrefix = "chat_"

// tokenBytes make 160 bits.
const tokenBytes = 20

// Token makes the secret that opens one conversation.
func Token() string {
	var b [tokenBytes]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return TokenPrefix + text(b[:])
}

func text(b []byte) string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}

// checkToken accepts the tokens that browsers make, so that a conversation whose
// first answer was lost is opened again rather than twice.
func checkToken(token string) error {
	secret, ok := strings.CutPrefix(token, TokenPrefix)
	if !ok || len(secret) < 26 || len(secret) > 64 || strings.Trim(secret, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return core.Faultf(core.Invalid, "token", core.FaultWrongFormat, "a token is %s and 26 to 64 random lower-case letters and digits", TokenPrefix)
	}
	return nil
}

// hashOf is what the store keeps of a token.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// TranscriptToken is transcriptOf, for links.
func TranscriptToken(token string) string { return transcriptOf(token) }

// transcriptOf is the token of a conversation's transcript: it opens nothing else,
// so that a customer may pass the link on.
func transcriptOf(token string) string {
	sum := sha256.Sum256([]byte("transcript of " + token))
	return text(sum[:tokenBytes])
}
