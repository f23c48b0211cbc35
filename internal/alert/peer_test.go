package alert

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/mail"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// post is a mail server that keeps what it is given.
type post struct {
	address string
	ca      []byte
	got     chan letter
	refuse  chan error // taken once per mail
}

type letter struct {
	to   string
	mail *mail.Message
	body string
	tls  bool
}

// NewSession implements smtp.Backend.
func (p *post) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, secure := c.TLSConnectionState()
	return &visit{post: p, tls: secure}, nil
}

// visit is one connection.
type visit struct {
	post *post
	tls  bool
	auth bool
	to   string
}

// AuthMechanisms implements smtp.AuthSession.
func (*visit) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth implements smtp.AuthSession.
func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "turno" || password != "open sesame" {
			return errors.New("who?")
		}
		v.auth = true
		return nil
	}), nil
}

// Mail implements smtp.Session.
func (v *visit) Mail(string, *smtp.MailOptions) error {
	if !v.auth {
		return smtp.ErrAuthRequired
	}
	return nil
}

// Rcpt implements smtp.Session.
func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error { v.to = to; return nil }

// Data implements smtp.Session.
func (v *visit) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	select {
	case err := <-v.post.refuse:
		return err
	default:
	}
	m, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	v.post.got <- letter{v.to, m, string(body), v.tls}
	return err
}

// Reset implements smtp.Session.
func (*visit) Reset() {}

// Logout implements smtp.Session.
func (*visit) Logout() error { return nil }

// openPost listens, with TLS from the first byte or offered by STARTTLS.
func openPost(t *testing.T, implicit bool) *post {
	t.Helper()
	certificate, ca := selfSigned(t)
	p := &post{ca: ca, got: make(chan letter, 100), refuse: make(chan error, 100)}
	s := smtp.NewServer(p)
	s.Domain, s.TLSConfig = "localhost", &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	p.address = net.JoinHostPort("localhost", port)
	if implicit {
		l = tls.NewListener(l, s.TLSConfig)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		_ = s.Serve(l)
	}()
	t.Cleanup(func() {
		_ = s.Close()
		<-over
	})
	return p
}

func (p *post) settings(tls string) Mail {
	return Mail{Server: p.address, TLS: tls, User: "turno", Password: "open sesame", From: "Turno <turno@example.com>", CA: p.ca}
}

func (p *post) next(t *testing.T) letter {
	t.Helper()
	select {
	case l := <-p.got:
		return l
	case <-time.After(30 * time.Second):
		t.Fatal("no mail came")
		return letter{}
	}
}

// selfSigned is a certificate for localhost.
func selfSigned(t *testing.T) (tls.Certificate, []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
