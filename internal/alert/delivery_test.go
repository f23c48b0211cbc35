package alert

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// Ensure mail goes to those who are told, each once and in their language, by TLS
// and with our name there; again when it clears; and that a server that refuses is
// tried again with the same id.
func TestMail(t *testing.T) {
	t.Parallel()
	for name, secure := range map[string]string{"starttls": StartTLS, "tls": TLS} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				t.Helper()
				p := openPost(t, secure == TLS)
				r := newRig(t, s, func(o *Options) { o.Mail = p.settings(secure) }, func(text string) string {
					return strings.Replace(text, "mail: true}", "mail: true, addresses: [duty@example.com, LAURA@example.com]}", 1)
				})
				p.refuse <- errors.New("not now")
				r.waits("mixco", 20*time.Minute)
				r.look(time.Second)
				r.work()
				got := map[string]letter{}
				for range 2 {
					l := p.next(t)
					got[l.to] = l
				}
				l, told := got["laura@example.com"]
				if !told || len(got) != 2 || got["duty@example.com"].mail == nil {
					t.Fatalf("mail to %v", got)
				}
				if !l.tls {
					t.Error("it was sent for all to read")
				}
				subject, err := new(mime.WordDecoder).DecodeHeader(l.mail.Header.Get("Subject"))
				if err != nil || subject != "Espera: Facturación y pagos · Mixco" {
					t.Errorf("subject %q %v", subject, err)
				}
				text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(l.body)))
				want := "En Facturación y pagos · Mixco alguien espera desde hace 20:01. El límite es 15:00.\r\n\r\nSe avisó el 2026-03-03 a las 12:00.\r\n\r\n" +
					"https://turno.example.com/floor?at=site%3Amixco&alert=" + r.all()[0].ID.String() + "\r\n"
				if err != nil || !strings.HasPrefix(string(text), want) {
					t.Errorf("text %q %v", text, err)
				}
				if l.mail.Header.Get("Auto-Submitted") != "auto-generated" || !strings.Contains(l.mail.Header.Get("From"), "turno@example.com") {
					t.Errorf("header %v", l.mail.Header)
				}
				sent := r.sent(0)
				ids := map[string]bool{}
				for _, d := range sent {
					ids["<"+d.ID.String()+"@example.com>"] = true
				}
				if !ids[l.mail.Header.Get("Message-Id")] {
					t.Errorf("id %s, of %v", l.mail.Header.Get("Message-Id"), ids)
				}
				r.waits("mixco", -1)
				r.look(31 * time.Second)
				for range 2 {
					l := p.next(t)
					if subject, _ := new(mime.WordDecoder).DecodeHeader(l.mail.Header.Get("Subject")); subject != "Resuelta: Espera: Facturación y pagos · Mixco" {
						t.Errorf("subject %q", subject)
					}
				}
				if tries := r.settled(0, 4); tries != 5 {
					t.Errorf("%d tries for four mails of which one was refused", tries)
				}
			})
		})
	}
}

// sent are the messages of the nth occurrence.
func (r *rig) sent(n int) []Delivery {
	r.t.Helper()
	_, sent, err := r.Get(r.t.Context(), r.all()[n].ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return sent
}

// settled waits until so many messages of the nth occurrence are sent or given up,
// and returns how many tries that took.
func (r *rig) settled(n, count int) int64 {
	r.t.Helper()
	for {
		var settled int
		var tries int64
		for _, d := range r.sent(n) {
			tries += d.Attempts
			if d.Sent != 0 || d.Failed != 0 {
				settled++
			}
		}
		if settled == count {
			return tries
		}
		select {
		case <-r.t.Context().Done():
			r.t.Fatal("the messages were not settled")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Ensure a server whose certificate nobody vouches for is told nothing.
func TestMail_Stranger(t *testing.T) {
	t.Parallel()
	p := openPost(t, false)
	settings := p.settings(StartTLS)
	settings.CA = nil
	m, err := newMailer(settings)
	if err != nil {
		t.Fatal(err)
	}
	err = m.send(t.Context(), &Delivery{Address: "laura@example.com"}, message{occurrence: &Occurrence{}}, noon)
	if err == nil || len(p.got) > 0 || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v, %d mails", err, len(p.got))
	}
}

// Ensure wrong settings are refused, and none is none.
func TestNewMailer(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]Mail{
		"no port":   {Server: "localhost", From: "turno@example.com"},
		"no sender": {Server: "localhost:25", From: "turno"},
		"no CA":     {Server: "localhost:25", From: "turno@example.com", CA: []byte("x")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := newMailer(m); core.CodeOf(err) != core.Invalid {
				t.Errorf("got %v", err)
			}
		})
	}
	if m, err := newMailer(Mail{}); m != nil || err != nil {
		t.Errorf("got %v, %v", m, err)
	}
}

// Ensure that without a mail server everybody can see that nothing was sent.
func TestMail_None(t *testing.T) {
	t.Parallel()
	r := newRig(t, storetest.Open(t, store.SQLite), nil, nil)
	r.waits("mixco", 20*time.Minute)
	r.look(time.Second)
	if sent := r.sent(0); len(sent) != 1 || sent[0].Failed == 0 || sent[0].Error != "no mail server is set up" {
		t.Errorf("sent %+v", sent)
	}
}

type call struct {
	header http.Header
	body   []byte
}

// Ensure a webhook is posted what it needs, signed, tried again with the same id
// until it answers 2xx, told when it clears, and never follows a redirect.
func TestWebhook(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		calls := make(chan call, 10)
		answers := make(chan int, 10)
		receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(<-answers)
			calls <- call{r.Header, body}
		}))
		t.Cleanup(receiver.Close)
		r := newRig(t, s, nil, func(text string) string {
			return strings.Replace(text, "mail: true}", "webhooks: ['"+receiver.URL+"/hook']}", 1)
		})
		r.work()
		answers <- http.StatusServiceUnavailable
		answers <- http.StatusTemporaryRedirect
		answers <- http.StatusNoContent
		r.waits("mixco", 20*time.Minute)
		r.look(time.Second)
		first := <-calls
		r.pass(0)
		var p posted
		for range 2 {
			again := <-calls
			if again.header.Get(HeaderDelivery) != first.header.Get(HeaderDelivery) || string(again.body) != string(first.body) {
				t.Errorf("a repeat is another message: %s", again.body)
			}
		}
		if err := json.Unmarshal(first.body, &p); err != nil {
			t.Fatal(err)
		}
		o := r.all()[0]
		if p.ID != first.header.Get(HeaderDelivery) || p.Event != "alert.opened" || p.Occurrence != o.ID.String() || p.Alert != "wait" ||
			p.Kind != "longest_wait" || p.Queue != "billing" || p.Site != "mixco" || p.Limit != 900_000_000 || p.OpenedAt != "2026-03-03T18:00:01Z" {
			t.Errorf("posted %s", first.body)
		}
		verify(t, first)
		answers <- http.StatusOK
		r.waits("mixco", -1)
		r.look(31 * time.Second)
		last := <-calls
		if err := json.Unmarshal(last.body, &p); err != nil || p.Event != "alert.cleared" || p.ClearedAt == "" {
			t.Errorf("posted %s %v", last.body, err)
		}
		r.settled(0, 2)
	})
}

// verify checks a signature as docs/ALERTS.md tells receivers to.
func verify(t *testing.T, c call) {
	t.Helper()
	at, signature, _ := strings.Cut(strings.TrimPrefix(c.header.Get(HeaderSignature), "t="), ",v1=")
	mac := hmac.New(sha256.New, []byte("secret"))
	mac.Write([]byte(at + "." + string(c.body)))
	if want := hex.EncodeToString(mac.Sum(nil)); signature != want {
		t.Errorf("signature %s, want %s", signature, want)
	}
}

// Ensure a webhook that is gone for good, or not public, is given up at once.
func TestWebhook_Hopeless(t *testing.T) {
	t.Parallel()
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }))
	t.Cleanup(receiver.Close)
	for name, change := range map[string]func(*Options){
		"gone":    nil,
		"private": func(o *Options) { o.Webhook.Private = nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, storetest.Open(t, store.SQLite), change, func(text string) string {
				return strings.Replace(text, "mail: true}", "webhooks: ['"+receiver.URL+"']}", 1)
			})
			r.work()
			r.waits("mixco", 20*time.Minute)
			r.look(time.Second)
			if tries := r.settled(0, 1); tries != 1 {
				t.Errorf("%d tries", tries)
			}
			if d := r.sent(0)[0]; d.Failed == 0 || !strings.Contains(d.Error, map[string]string{"gone": "410", "private": "not a public address"}[name]) {
				t.Errorf("%+v", d)
			}
		})
	}
}

// Ensure only public addresses, and those of listed networks, are called.
func TestWebhook_Admits(t *testing.T) {
	t.Parallel()
	w := &Webhook{}
	for address, want := range map[string]bool{
		"93.184.215.14:443": true, "[2606:4700::1]:443": true,
		"127.0.0.1:80": false, "[::1]:80": false, "10.1.2.3:80": false, "172.16.0.1:80": false, "192.168.1.1:80": false,
		"169.254.169.254:80": false, "[fe80::1]:80": false, "[fd00::1]:80": false, "100.64.0.1:80": false,
		"0.0.0.0:80": false, "224.0.0.1:80": false, "[::ffff:127.0.0.1]:80": false,
	} {
		if got := w.admits(address) == nil; got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

// Ensure a message whose process was killed before it went out is sent by the
// next, once, with the id it had.
func TestDelivery_Killed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		p := openPost(t, false)
		r := newRig(t, s, func(o *Options) { o.Mail = p.settings(StartTLS) }, nil)
		r.waits("mixco", 20*time.Minute)
		r.look(time.Second) // written with its job, which nobody carries out
		r = nextRig(t, s, r.now, func(o *Options) { o.Mail = p.settings(StartTLS) })
		r.waits("mixco", 20*time.Minute)
		r.look(time.Second)
		r = nextRig(t, s, r.now, func(o *Options) { o.Mail = p.settings(StartTLS) })
		r.work()
		if l := p.next(t); l.mail.Header.Get("Message-Id") != "<"+r.sent(0)[0].ID.String()+"@example.com>" {
			t.Errorf("id %s", l.mail.Header.Get("Message-Id"))
		}
		r.settled(0, 1)
		r.waits("mixco", -1)
		r.look(31 * time.Second)
		if l := p.next(t); !strings.Contains(l.mail.Header.Get("Subject"), "Resuelta") {
			t.Errorf("a second mail: %v", l.mail.Header)
		}
	})
}

// Ensure a message is given up after a day.
func TestDelivery_GivenUp(t *testing.T) {
	t.Parallel()
	r := newRig(t, storetest.Open(t, store.SQLite), func(o *Options) {
		o.Mail = Mail{Server: "127.0.0.1:1", From: "turno@example.com"} // nobody listens there
	}, nil)
	r.waits("mixco", 20*time.Minute)
	r.look(time.Second)
	r.pass(giveUpAfter).work()
	r.settled(0, 1)
	if d := r.sent(0)[0]; d.Failed == 0 || d.Error == "" {
		t.Errorf("%+v", d)
	}
}

// Ensure messages are written in every language of the house, without a gap.
func TestWords(t *testing.T) {
	t.Parallel()
	for language, sentences := range words() {
		for key := range words()["en"] {
			if sentences[key] == "" {
				t.Errorf("%s has no %s", language, key)
			}
		}
		if len(sentences) != len(words()["en"]) {
			t.Errorf("%s has %d sentences", language, len(sentences))
		}
	}
	if got := sentence("pt-BR", "state.ready"); got != "disponível sem trabalho" {
		t.Errorf("got %q", got)
	}
	if got := sentence("fi", "state.ready"); got != "ready without work" {
		t.Errorf("got %q", got)
	}
}
