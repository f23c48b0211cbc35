package rest

import "strings"

// IdempotencyHeader lets a caller repeat a creating call safely: the same key
// with the same request is answered as the first time
// (draft-ietf-httpapi-idempotency-key-header).
const IdempotencyHeader = "Idempotency-Key"

// IdempotencyKeyMax is the longest key, in characters.
const IdempotencyKeyMax = 128

// RepeatBodyMax is the largest body of a creating call.
const RepeatBodyMax = 256 << 10

// Secretive names the calls whose question or answer is never kept: a sign-in
// answered from memory would need no password, and passwords, codes, tokens and
// invitations are stored by their hash only.
func Secretive(path string) bool {
	path = strings.TrimPrefix(path, Base)
	for _, prefix := range []string{"/session", "/me/", "/invitations/", "/pairings"} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return strings.HasPrefix(path, "/users/")
}
