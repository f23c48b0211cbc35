package config

import "turno/internal/core"

// Messages are the ways by which the house tells people and other systems of alerts.
type Messages struct {
	SMTPServer        string   `name:"smtp-server" env:"TURNO_SMTP_SERVER" help:"Mail server that takes our mail; without it no mail is sent." placeholder:"HOST:PORT"`
	SMTPTLS           string   `name:"smtp-tls" default:"starttls" enum:"starttls,tls,none" env:"TURNO_SMTP_TLS" help:"How it is spoken to: starttls (needed), tls (from the first byte) or none."`
	SMTPUser          string   `name:"smtp-user" env:"TURNO_SMTP_USER" help:"Who we are there; without it nobody signs in." placeholder:"NAME"`
	SMTPPassword      string   `name:"smtp-password" env:"TURNO_SMTP_PASSWORD" help:"Our password there; better in the environment or in --smtp-password-file." placeholder:"PASSWORD"`
	SMTPPasswordFile  string   `name:"smtp-password-file" env:"TURNO_SMTP_PASSWORD_FILE" help:"File that holds that password." placeholder:"FILE" type:"path"`
	SMTPFrom          string   `name:"smtp-from" env:"TURNO_SMTP_FROM" help:"Whom mail comes from: Turno <turno@example.com>." placeholder:"ADDRESS"`
	SMTPCA            string   `name:"smtp-ca" env:"TURNO_SMTP_CA" help:"Authority (PEM) that signed the mail server's certificate, besides those of the system." placeholder:"FILE" type:"path"`
	WebhookSecret     string   `name:"webhook-secret" env:"TURNO_WEBHOOK_SECRET" help:"Signs what is posted to webhooks; better in the environment or in --webhook-secret-file." placeholder:"SECRET"`
	WebhookSecretFile string   `name:"webhook-secret-file" env:"TURNO_WEBHOOK_SECRET_FILE" help:"File that holds that secret." placeholder:"FILE" type:"path"`
	WebhookPrivate    []string `name:"webhook-private" env:"TURNO_WEBHOOK_PRIVATE" help:"Networks that are not public and may be called by webhooks nevertheless." placeholder:"NETWORK"`
}

// checkMessages refuses a mail server or webhooks of which something is missing.
func (m *Messages) checkMessages() error {
	switch {
	case m.SMTPServer == "" && (m.SMTPUser != "" || m.SMTPFrom != "" || m.SMTPPassword != "" || m.SMTPPasswordFile != ""):
		return core.FieldErrorf(core.Invalid, "smtp-server", "the other settings of mail need --smtp-server")
	case m.SMTPServer != "" && m.SMTPFrom == "":
		return core.FieldErrorf(core.Invalid, "smtp-from", "--smtp-server needs --smtp-from, whom mail comes from")
	case m.SMTPPassword != "" && m.SMTPPasswordFile != "":
		return core.FieldErrorf(core.Invalid, "smtp-password", "either --smtp-password or --smtp-password-file")
	case m.SMTPUser != "" && m.SMTPPassword == "" && m.SMTPPasswordFile == "":
		return core.FieldErrorf(core.Invalid, "smtp-password", "--smtp-user needs --smtp-password or --smtp-password-file")
	case m.WebhookSecret != "" && m.WebhookSecretFile != "":
		return core.FieldErrorf(core.Invalid, "webhook-secret", "either --webhook-secret or --webhook-secret-file")
	}
	return nil
}
