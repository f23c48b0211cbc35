package main

import (
	"context"
	"net/netip"
	"os"
	"strings"

	"github.com/riverqueue/river"

	"turno/internal/alert"
	"turno/internal/config"
	"turno/internal/core"
	"turno/internal/jobs"
	"turno/internal/store"
)

// buildAlerts makes the alerts and the durable jobs that send their messages.
func (h *house) buildAlerts(ctx context.Context, s *config.Server) error {
	mail, err := mailOf(s)
	if err != nil {
		return err
	}
	hook, err := webhookOf(s)
	if err != nil {
		return err
	}
	h.alerts, err = alert.New(alert.Options{
		Store: h.store, Organisation: h.org.Get, Figures: h.boards, Devices: h.devices.Standings,
		Add: func(ctx context.Context, tx *store.Tx, args river.JobArgs) (int64, error) {
			return h.jobs.Add(ctx, tx, args)
		},
		PublicURL: trimSlash(s.PublicURL), Mail: mail, Webhook: hook, Log: h.log,
	})
	if err != nil {
		return err
	}
	workers := river.NewWorkers()
	h.alerts.AddWorkers(workers)
	h.jobs, err = jobs.Open(ctx, jobs.Options{Store: h.store, Workers: workers, Log: h.log})
	return err
}

// mailOf are the settings of the mail server.
func mailOf(s *config.Server) (alert.Mail, error) {
	m := alert.Mail{Server: s.SMTPServer, TLS: s.SMTPTLS, User: s.SMTPUser, From: s.SMTPFrom}
	var err error
	if m.Password, err = givenSecret("smtp-password-file", s.SMTPPassword, s.SMTPPasswordFile); err != nil {
		return m, err
	}
	if s.SMTPCA != "" {
		if m.CA, err = os.ReadFile(s.SMTPCA); err != nil {
			return m, core.Wrap(core.Unavailable, "smtp-ca", err)
		}
	}
	return m, nil
}

// webhookOf are the settings of calls to other systems.
func webhookOf(s *config.Server) (alert.Webhook, error) {
	var w alert.Webhook
	var err error
	if w.Secret, err = givenSecret("webhook-secret-file", s.WebhookSecret, s.WebhookSecretFile); err != nil {
		return w, err
	}
	for _, network := range s.WebhookPrivate {
		p, err := netip.ParsePrefix(network)
		if err != nil {
			return w, core.FieldErrorf(core.Invalid, "webhook-private", "%q is not a network like 10.1.0.0/16", network)
		}
		w.Private = append(w.Private, p)
	}
	return w, nil
}

// givenSecret is a secret that is given itself or in a file.
func givenSecret(field, secret, file string) (string, error) {
	if file == "" {
		return secret, nil
	}
	content, err := os.ReadFile(file) //nolint:gosec // the path is the operator's
	if err != nil {
		return "", core.Wrap(core.Unavailable, field, err)
	}
	return strings.TrimSpace(string(content)), nil
}
