package auth

import (
	"encoding/base32"
	"testing"
	"time"

	"turno/internal/core"
)

// Ensure codes are those of RFC 6238 appendix B (its SHA-1 rows, last six digits),
// count one period early and late, and only once.
func TestMatchTOTP(t *testing.T) {
	t.Parallel()
	secret := base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))
	for seconds, code := range map[int64]string{
		1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		now := core.InstantOf(time.Unix(seconds, 0))
		for shift, want := range map[time.Duration]bool{-60 * time.Second: false, -30 * time.Second: true, 0: true, 30 * time.Second: true, 60 * time.Second: false} {
			step, ok, err := matchTOTP(secret, code, now.Add(shift), 0)
			if err != nil || ok != want || ok && step != seconds/30 {
				t.Errorf("%s at %d%+v: step %d, %v, %v", code, seconds, shift, step, ok, err)
			}
		}
		if _, ok, _ := matchTOTP(secret, code, now, seconds/30); ok {
			t.Errorf("%s counts twice", code)
		}
		if _, ok, _ := matchTOTP(secret, code, now, seconds/30-1); !ok {
			t.Errorf("%s does not count after the period before it", code)
		}
	}
	if _, ok, _ := matchTOTP(secret, "287082", core.InstantOf(time.Unix(59, 0)), 0); !ok {
		t.Error("the first row of the appendix does not hold")
	}
	if _, _, err := matchTOTP("not base32!", "000000", 1, 0); core.CodeOf(err) != core.Internal {
		t.Errorf("a broken secret: %v", err)
	}
}

// Ensure what a QR code says is what apps read.
func TestTOTPURL(t *testing.T) {
	t.Parallel()
	const want = "otpauth://totp/Turno%20Ltd:ana?algorithm=SHA1&digits=6&issuer=Turno%20Ltd&period=30&secret=ABC"
	if got := totpURL("ABC", "Turno Ltd", "ana"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Ensure codes are recognised however they were typed.
func TestTypedCode(t *testing.T) {
	t.Parallel()
	for typed, totp := range map[string]bool{"123456": true, "123 456": true, "12345": false, "+12345": false, "1234567": false, "abcd-efgh-ijkl-mnop": false, "": false} {
		if got := isTOTP(typedCode(typed)); got != totp {
			t.Errorf("%q: %v", typed, got)
		}
	}
	if code := newRecoveryCode(); len(typedCode(code)) != 16 || code == newRecoveryCode() {
		t.Errorf("recovery code %q", code)
	}
}
