package auth

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// ProviderOptions name an OpenID provider. All but Name are needed.
type ProviderOptions struct {
	Issuer string // its address, under which it describes itself
	Client string // our id there
	Secret string
	Name   string // what people call it; "" is the issuer's host
}

// Provider signs people in elsewhere: OpenID Connect, by authorization code with
// PKCE, state and nonce. It is safe for concurrent use.
type Provider struct {
	options ProviderOptions
	client  *http.Client

	mu    sync.Mutex
	known *oidc.Provider // what it says of itself; nil until it was asked
}

// providerWait bounds each call to the provider.
const providerWait = 10 * time.Second

// NewProvider makes a Provider. It asks nobody yet: a provider that is away must
// not keep the house from opening.
func NewProvider(opts ProviderOptions) *Provider {
	return &Provider{options: opts, client: &http.Client{Timeout: providerWait}}
}

// Name is what people call the provider.
func (p *Provider) Name() string {
	if p.options.Name != "" {
		return p.options.Name
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(p.options.Issuer, "https://"), "http://"), "/")
	return host
}

// discover reads the provider's own description, once.
func (p *Provider) discover() (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	// The keys are fetched under this context later too, so it must not end with a call.
	known, err := oidc.NewProvider(oidc.ClientContext(context.Background(), p.client), p.options.Issuer)
	if err != nil {
		return nil, &core.Error{Code: core.Unavailable, Message: "the sign-in provider does not answer: try again, or sign in here", Err: err}
	}
	p.known = known
	return known, nil
}

func (p *Provider) oauth(known *oidc.Provider, redirect string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.options.Client, ClientSecret: p.options.Secret, Endpoint: known.Endpoint(),
		RedirectURL: redirect, Scopes: []string{oidc.ScopeOpenID, "email"},
	}
}

// Flow is what a browser keeps between leaving for the provider and coming back.
// It must be the browser's own: nobody else may know it or set it.
type Flow struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"` // of PKCE, RFC 7636
}

// BeginProvider says where to send the browser, which comes back to redirect.
// NotFound when there is no provider.
func (s *Service) BeginProvider(redirect string) (address string, flow Flow, err error) {
	if s.provider == nil {
		return "", Flow{}, core.Errorf(core.NotFound, "there is no sign-in provider")
	}
	known, err := s.provider.discover()
	if err != nil {
		return "", Flow{}, err
	}
	flow = Flow{State: newToken(), Nonce: newToken(), Verifier: oauth2.GenerateVerifier()}
	return s.provider.oauth(known, redirect).AuthCodeURL(flow.State, oidc.Nonce(flow.Nonce), oauth2.S256ChallengeOption(flow.Verifier)), flow, nil
}

// Provider is the one that is configured; nil for none.
func (s *Service) Provider() *Provider { return s.provider }

// identity is whom the provider says the person is.
type identity struct {
	subject string
	email   string // only if the provider has verified it
}

// FinishProvider opens a session for whom the provider says has signed in there.
// The person must be a user here already: known from an earlier sign-in by the
// provider's own subject, or at the first one by the verified e-mail address of
// exactly one user. Nobody is added, and nobody's roles change. A second factor of
// ours is not asked for: that is the provider's affair.
func (s *Service) FinishProvider(ctx context.Context, flow Flow, state, code, redirect string, from Origin) (Session, error) {
	if s.provider == nil {
		return Session{}, core.Errorf(core.NotFound, "there is no sign-in provider")
	}
	if flow.State == "" || subtle.ConstantTimeCompare([]byte(flow.State), []byte(state)) != 1 {
		return Session{}, core.Errorf(core.Unauthenticated, "this sign-in was not begun here, or too long ago")
	}
	who, err := s.provider.exchange(ctx, flow, code, redirect)
	if err != nil {
		return Session{}, s.refused(ctx, "", from, byProvider, err)
	}
	var session Session
	err = audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		account, entries, err := s.accountOf(ctx, tx, who)
		if err != nil {
			return nil, err
		}
		if _, err := tx.DeleteExpiredSessions(ctx, int64(s.now())); err != nil {
			return nil, err
		}
		entry, err := s.insert(ctx, tx, &session, account, byProvider, from)
		session.Principal = s.principal(account, session.CSRF, false)
		return append(entries, entry), err
	})
	if core.CodeOf(err) == core.Forbidden {
		return Session{}, s.refused(ctx, "", from, byProvider, err)
	}
	if err == nil {
		s.log.Info("signed in at the provider", "user", session.Principal.UserID.String())
	}
	return session, err
}

// exchange gives the code for a token at the provider, and checks all of it.
func (p *Provider) exchange(ctx context.Context, flow Flow, code, redirect string) (identity, error) {
	known, err := p.discover()
	if err != nil {
		return identity{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	config := p.oauth(known, redirect)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(flow.Verifier))
	if err != nil {
		return identity{}, refusedBy("the provider did not take the code", err)
	}
	raw, _ := token.Extra("id_token").(string)
	checked, err := known.Verifier(&oidc.Config{ClientID: p.options.Client}).Verify(ctx, raw)
	if err != nil {
		return identity{}, refusedBy("the provider's answer is not valid", err)
	}
	if subtle.ConstantTimeCompare([]byte(checked.Nonce), []byte(flow.Nonce)) != 1 {
		return identity{}, refusedBy("the provider's answer is to another sign-in", nil)
	}
	var claims struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := checked.Claims(&claims); err != nil {
		return identity{}, refusedBy("the provider's answer is not valid", err)
	}
	if claims.Email == "" {
		info, err := known.UserInfo(ctx, config.TokenSource(ctx, token))
		if err != nil || info.Subject != checked.Subject {
			return identity{}, refusedBy("the provider does not say who it is", err)
		}
		claims.Email, claims.Verified = info.Email, info.EmailVerified
	}
	who := identity{subject: checked.Subject}
	if claims.Verified {
		who.email = claims.Email
	}
	return who, nil
}

// refusedBy is an answer of the provider's that opens nothing.
func refusedBy(why string, err error) error {
	return &core.Error{Code: core.Unauthenticated, Message: why, Err: err}
}

// accountOf finds the user whom an identity belongs to, and links them at the
// first sign-in.
func (s *Service) accountOf(ctx context.Context, tx *store.Tx, who identity) (Account, []audit.Entry, error) {
	stranger := core.Errorf(core.Forbidden, "the provider knows you, but you are no user here: ask an administrator")
	issuer := s.provider.options.Issuer
	row, err := tx.GetProviderIdentity(ctx, issuer, who.subject)
	if err == nil {
		id, err := core.ParseID(row.UserID)
		if err != nil {
			return Account{}, nil, err
		}
		if account, ok := s.directory.Account(id); ok && account.Active {
			return account, nil, nil
		}
		return Account{}, nil, stranger
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return Account{}, nil, err
	}
	account, ok := s.directory.AccountByEmail(who.email)
	if who.email == "" || !ok || !account.Active {
		return Account{}, nil, stranger
	}
	rows, err := tx.LinkProviderIdentity(ctx, db.LinkProviderIdentityParams{
		Issuer: issuer, Subject: who.subject, UserID: account.ID.String(), LinkedAt: int64(s.now()),
	})
	if err == nil && rows == 0 {
		err = core.Errorf(core.Forbidden, "your user is linked to another identity of the provider: ask an administrator")
	}
	return account, []audit.Entry{{
		By: audit.ByUser(account.ID), Kind: audit.IdentityLinked, Object: audit.OfUser(account.ID), Detail: map[string]string{"issuer": issuer},
	}}, err
}

// UnlinkProvider has the user's next sign-in at the provider begin anew, by the
// e-mail address, and ends their sessions. NotFound when there is nothing to unlink.
func (s *Service) UnlinkProvider(ctx context.Context, by audit.By, user core.ID) error {
	return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		rows, err := tx.UnlinkProviderIdentities(ctx, user.String())
		if err == nil && rows == 0 {
			err = core.Errorf(core.NotFound, "the user is not linked to an identity of the provider")
		}
		if err != nil {
			return nil, err
		}
		_, err = tx.DeleteSessionsOf(ctx, user.String(), "")
		return []audit.Entry{{By: by, Kind: audit.IdentityUnlinked, Object: audit.OfUser(user)}}, err
	})
}
