package alert

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"turno/internal/core"
)

// Mail are the settings of the server that takes our mail.
type Mail struct {
	Server   string // host:port; empty: no mail is sent
	TLS      string // starttls (needed), tls (from the first byte), none
	User     string
	Password string
	From     string // Turno <turno@example.com>
	CA       []byte // PEM of authorities that are believed besides the system's
}

// How the connection to the mail server is kept from others' eyes.
const (
	StartTLS = "starttls"
	TLS      = "tls"
	NoTLS    = "none"
)

// mailer sends mail, one connection per message: alerts are few.
type mailer struct {
	from    string
	host    string // of our address, for message ids
	options []mail.Option
	server  string
}

const smtpTimeout = 20 * time.Second

// newMailer is nil where no server is set up.
func newMailer(m Mail) (*mailer, error) {
	if m.Server == "" {
		return nil, nil
	}
	host, port, err := net.SplitHostPort(m.Server)
	number, portErr := strconv.Atoi(port)
	if err != nil || portErr != nil {
		return nil, core.FieldErrorf(core.Invalid, "smtp-server", "%q is not an address like mail.example.com:587", m.Server)
	}
	probe := mail.NewMsg()
	if err := probe.From(m.From); err != nil {
		return nil, core.FieldErrorf(core.Invalid, "smtp-from", "%q is not an address like Turno <turno@example.com>", m.From)
	}
	_, domain, _ := strings.Cut(strings.Trim(probe.GetFromString()[0], "<>"), "@")
	config := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if len(m.CA) > 0 {
		if config.RootCAs, err = x509.SystemCertPool(); err != nil {
			config.RootCAs = x509.NewCertPool()
		}
		if !config.RootCAs.AppendCertsFromPEM(m.CA) {
			return nil, core.FieldErrorf(core.Invalid, "smtp-ca", "there is no certificate in it")
		}
	}
	options := []mail.Option{mail.WithPort(number), mail.WithTimeout(smtpTimeout), mail.WithTLSConfig(config)}
	switch m.TLS {
	case TLS:
		options = append(options, mail.WithSSL())
	case NoTLS:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if m.User != "" {
		auth := mail.SMTPAuthAutoDiscover
		if m.TLS == NoTLS {
			auth = mail.SMTPAuthPlainNoEnc
		}
		options = append(options, mail.WithSMTPAuth(auth), mail.WithUsername(m.User), mail.WithPassword(m.Password))
	}
	return &mailer{from: m.From, host: strings.TrimRight(domain, ">"), options: options, server: host}, nil
}

// send hands a message to the server. A repeat has the same Message-ID.
func (m *mailer) send(ctx context.Context, d *Delivery, what message, now core.Instant) error {
	msg := mail.NewMsg()
	if err := msg.From(m.from); err != nil {
		return err
	}
	if err := msg.To(d.Address); err != nil {
		return errors.Join(errHopeless, err)
	}
	msg.Subject(what.subject)
	msg.SetMessageIDWithValue(d.ID.String() + "@" + m.host)
	msg.SetDateWithValue(now.Time())
	// Programs that answer mail by themselves leave it alone (RFC 3834).
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader(mail.HeaderContentLang, d.Language)
	if d.Event == eventCleared {
		msg.SetGenHeader("References", "<"+what.occurrence.ID.String()+"@"+m.host+">")
	}
	msg.SetBodyString(mail.TypeTextPlain, what.body())
	client, err := mail.NewClient(m.server, m.options...)
	if err != nil {
		return err
	}
	return client.DialAndSendWithContext(ctx, msg)
}
