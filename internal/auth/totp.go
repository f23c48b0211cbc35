package auth

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strconv"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"turno/internal/core"
)

// Codes as every authenticator app makes them (RFC 6238 with the values of its
// section 4: SHA-1, six digits, 30 seconds).
const (
	totpPeriod      = 30 // seconds
	totpDigits      = otp.DigitsSix
	totpSecretBytes = 20 // as RFC 4226 section 4 recommends
	// A code counts in the period before and the one after its own too, for clocks
	// that differ (RFC 6238 section 5.2).
	totpSkew = 1
)

// newSecret makes the secret of a second factor, in base32 as apps take it.
func newSecret() string {
	b := make([]byte, totpSecretBytes)
	_, _ = rand.Read(b) // never fails: it ends the process if the system has no randomness
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
}

// totpURL is what the QR code for an app says:
// https://github.com/google/google-authenticator/wiki/Key-Uri-Format
func totpURL(secret, house, login string) string {
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + house + ":" + login}
	// Apps want %20 for a space where url.Values writes a plus.
	u.RawQuery = strings.ReplaceAll(url.Values{
		"secret": {secret}, "issuer": {house}, "algorithm": {"SHA1"},
		"digits": {totpDigits.String()}, "period": {strconv.Itoa(totpPeriod)},
	}.Encode(), "+", "%20")
	return u.String()
}

// totpStep is the number of the period of an instant.
func totpStep(now core.Instant) int64 { return now.Time().Unix() / totpPeriod }

// matchTOTP returns the period for which a code is right, at an instant. ok is
// false for a code of no period near it, and of one up to after: that was used.
func matchTOTP(secret, code string, now core.Instant, after int64) (step int64, ok bool, err error) {
	for step := totpStep(now) - totpSkew; step <= totpStep(now)+totpSkew; step++ {
		right, err := hotp.GenerateCodeCustom(secret, uint64(max(0, step)), hotp.ValidateOpts{Digits: totpDigits, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, false, core.Wrap(core.Internal, "", err)
		}
		if step > after && subtle.ConstantTimeCompare([]byte(right), []byte(code)) == 1 {
			return step, true, nil
		}
	}
	return 0, false, nil
}

// typedCode takes out what people and apps put between the digits.
func typedCode(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(code))
}

// isTOTP tells the code of an app from a recovery code.
func isTOTP(code string) bool {
	_, err := strconv.ParseUint(code, 10, 32)
	return err == nil && len(code) == totpDigits.Length()
}

// recoveryCodes is how many there are of them.
const recoveryCodes = 10

// newRecoveryCode makes one of 80 bits, to be written down: four groups of four.
func newRecoveryCode() string {
	text := rand.Text()
	return text[0:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:16]
}
