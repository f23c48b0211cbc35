package alert

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
	"time"

	"turno/internal/core"
	"turno/internal/org"
)

// Webhook are the settings of calls to other systems.
type Webhook struct {
	// Secret signs what is posted; empty: nothing is signed.
	Secret string
	// Private are networks that are not public and may be called nevertheless. A
	// public address may always be; loopback, private and link-local ones only if they are of these.
	Private []netip.Prefix
}

// The headers of a call.
const (
	HeaderDelivery  = "Turno-Delivery"
	HeaderSignature = "Turno-Signature"
)

// poster posts to webhooks.
type poster struct {
	secret []byte
	client *http.Client
}

const (
	connectMax = 5 * time.Second
	answerMax  = 10 * time.Second
	bodyMax    = 64 << 10 // of an answer that is read, so that the connection can be kept
)

func newPoster(w Webhook) *poster {
	dialer := &net.Dialer{
		Timeout: connectMax,
		// Here, after names are resolved: a name that points to another address a moment
		// later deceives nobody.
		Control: func(_, address string, _ syscall.RawConn) error { return w.admits(address) },
	}
	return &poster{
		secret: []byte(w.Secret),
		client: &http.Client{
			Timeout: answerMax,
			Transport: &http.Transport{
				DialContext: dialer.DialContext, TLSHandshakeTimeout: connectMax, ResponseHeaderTimeout: answerMax,
				MaxIdleConns: 16, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
			},
			// A redirect would carry the message to whoever the receiver says.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// admits refuses addresses that are not public, but those of listed networks.
func (w *Webhook) admits(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := at.Addr().Unmap()
	if slices.ContainsFunc(w.Private, func(p netip.Prefix) bool { return p.Contains(ip) }) {
		return nil
	}
	shared := netip.MustParsePrefix("100.64.0.0/10") // RFC 6598: carriers' own
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || shared.Contains(ip) {
		return fmt.Errorf("%w: %s is not a public address, and not in --webhook-private", errHopeless, ip)
	}
	return nil
}

// posted is what a webhook is told. Fields are only ever added.
type posted struct {
	ID         string   `json:"id"`    // of this message: a repeat has the same
	Event      string   `json:"event"` // alert.opened, alert.cleared
	Occurrence string   `json:"occurrence"`
	Alert      string   `json:"alert"`
	Name       org.Text `json:"name"`
	Kind       string   `json:"kind"`
	Node       string   `json:"node"`
	Queue      string   `json:"queue,omitempty"`
	Site       string   `json:"site,omitempty"`
	Agent      string   `json:"agent,omitempty"`
	Device     string   `json:"device,omitempty"`
	Value      int64    `json:"value"` // µs, millionths or works, by kind
	Limit      int64    `json:"limit"`
	OpenedAt   string   `json:"opened_at"`
	ClearedAt  string   `json:"cleared_at,omitempty"`
	Text       string   `json:"text"` // one sentence for people
	URL        string   `json:"url,omitempty"`
}

func postedOf(d *Delivery, m *message) posted {
	o := m.occurrence
	p := posted{
		ID: d.ID.String(), Event: "alert." + d.Event, Occurrence: o.ID.String(), Alert: o.Finding.Alert, Name: o.Name,
		Kind: string(o.Finding.Kind), Node: o.Finding.Node, Queue: o.Finding.Queue, Site: o.Finding.Site,
		Value: o.Finding.Value, Limit: o.Finding.Limit, OpenedAt: instantText(o.Opened), Text: m.text, URL: m.link,
	}
	if d.Event == eventCleared {
		p.ClearedAt = instantText(o.Cleared)
	}
	switch o.Finding.Of {
	case "agent":
		p.Agent = o.Finding.ID
	case "device":
		p.Device = o.Finding.ID
	}
	return p
}

// post posts a message. Anything but a 2xx is to be tried again, 410 Gone excepted.
func (p *poster) post(ctx context.Context, d *Delivery, m message, now core.Instant) error {
	body, err := json.Marshal(postedOf(d, &m))
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.Address, bytes.NewReader(body))
	if err != nil {
		return errors.Join(errHopeless, err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Turno")
	request.Header.Set(HeaderDelivery, d.ID.String())
	if len(p.secret) > 0 {
		request.Header.Set(HeaderSignature, sign(p.secret, now.Time().Unix(), body))
	}
	answer, err := p.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close() //nolint:errcheck // it was read as far as we want
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, bodyMax))
	switch {
	case answer.StatusCode >= 200 && answer.StatusCode < 300:
		return nil
	case answer.StatusCode == http.StatusGone:
		return fmt.Errorf("%w: it answered %s", errHopeless, answer.Status)
	default:
		return fmt.Errorf("it answered %s", answer.Status)
	}
}

// sign is the signature of a body at a second: t=SECOND,v1=HEX, where HEX is the
// HMAC-SHA256 of "SECOND.BODY". The second lets receivers refuse what is replayed.
func sign(secret []byte, second int64, body []byte) string {
	t := strconv.FormatInt(second, 10)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(t + "."))
	mac.Write(body)
	return "t=" + t + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}
