package auth

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"turno/internal/audit"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Options of New. Store and Directory are needed.
type Options struct {
	Store     *store.Store
	Directory Directory
	Log       *slog.Logger        // nil: discarded
	Now       func() core.Instant // nil: the clock
	// Idle ends a session that was not used for so long (default 12 h), Longest
	// any session (default 7 days).
	Idle    time.Duration
	Longest time.Duration
	// Breached are passwords that nobody may choose; nil: none.
	Breached *Breached
	// LookUps and Tickets are how fast a kiosk may ask; zero: the usual.
	LookUps, Tickets Pace
	// Provider is where people may sign in instead; nil: here only.
	Provider *Provider
}

// Service signs people in and says who is asking. It is safe for concurrent use.
type Service struct {
	store     *store.Store
	directory Directory
	log       *slog.Logger
	now       func() core.Instant
	idle      time.Duration
	longest   time.Duration
	hasher    *hasher
	breached  *Breached
	provider  *Provider
	logins    *throttle
	addresses *throttle
	codes     *throttle // of second factors, by user
	lookUps   *throttle // by device
	tickets   *throttle
	pairings  *throttle // by address
	tries     tries     // of pairing codes
}

// New makes a Service.
func New(opts Options) *Service {
	s := &Service{
		store: opts.Store, directory: opts.Directory, log: opts.Log, now: opts.Now,
		idle: opts.Idle, longest: opts.Longest, hasher: newHasher(), breached: opts.Breached, provider: opts.Provider,
		logins:    newThrottle(loginBurst, loginRefill, throttleKeys),
		addresses: newThrottle(addressBurst, addressRefill, throttleKeys),
		codes:     newThrottle(codeBurst, codeRefill, throttleKeys),
		lookUps:   pace(opts.LookUps, lookUpBurst, lookUpEvery),
		tickets:   pace(opts.Tickets, ticketBurst, ticketEvery),
		pairings:  newThrottle(pairingBurst, pairingRefill, throttleKeys),
		tries:     newTries(),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = clock.Now
	}
	if s.idle == 0 {
		s.idle = 12 * time.Hour
	}
	if s.longest == 0 {
		s.longest = 7 * 24 * time.Hour
	}
	return s
}

// Session is what a sign-in gives.
type Session struct {
	Token     string // for the cookie; the store keeps its hash only
	CSRF      string // for the header of changing calls
	Expires   core.Instant
	Principal Principal
	// CodeDue: the password was right, and SecondStep completes the sign-in.
	// Until then the token opens nothing, and the Principal is nobody.
	CodeDue bool
}

// Origin is where a sign-in comes from.
type Origin struct {
	Address string // for throttling, and for the user's list of sessions
	Agent   string // what the browser calls itself
}

// agentMax bounds what is kept of it, in bytes.
const agentMax = 200

// loginMax bounds what is looked up and remembered by the throttle.
const loginMax = 64

// SignIn opens a session, and writes down that it did or refused to. Of a user
// with a second factor it opens half a one (CodeDue). Unauthenticated does not say whether login or password was wrong; Throttled
// says how long to wait.
func (s *Service) SignIn(ctx context.Context, login, password string, from Origin) (Session, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	if login == "" || len(login) > loginMax {
		return Session{}, core.Boundf(core.Invalid, "login", core.FaultTooLong, loginMax, "a login has 1 to %d characters", loginMax)
	}
	if len(password) > PasswordMax {
		return Session{}, core.Boundf(core.TooLarge, "password", core.FaultTooLong, PasswordMax, "at most %d bytes", PasswordMax)
	}
	if err := s.admit(login, from.Address); err != nil {
		return Session{}, err
	}
	account, mustChange, err := s.verify(ctx, login, password)
	if err != nil {
		if core.CodeOf(err) != core.Unauthenticated {
			s.forgive(login, from.Address) // the house failed, not the person
			return Session{}, err
		}
		return Session{}, s.refused(ctx, login, from, "password", err)
	}
	s.logins.clear(login)
	s.addresses.forgive(from.Address, s.now())
	session, err := s.open(ctx, account, mustChange, from)
	if err == nil && !session.CodeDue {
		s.log.Info("signed in", "user", account.ID.String())
	}
	return session, err
}

// admit counts the attempt against login and address before it is made.
func (s *Service) admit(login, address string) error {
	now := s.now()
	if wait, ok := s.addresses.take(address, now); !ok {
		return throttled(wait)
	}
	if wait, ok := s.logins.take(login, now); !ok {
		s.addresses.forgive(address, now)
		s.log.Warn("sign-in throttled", "address", address)
		return throttled(wait)
	}
	return nil
}

func (s *Service) forgive(login, address string) {
	s.logins.forgive(login, s.now())
	s.addresses.forgive(address, s.now())
}

func throttled(wait time.Duration) error { return core.TooSoon(wait, "too many attempts") }

// verify checks a password. A login that does not exist takes as long as one that does.
func (s *Service) verify(ctx context.Context, login, password string) (Account, bool, error) {
	account, known := s.directory.AccountByLogin(login)
	var credential db.Credential
	if known && account.Active {
		var err error
		credential, err = s.credential(ctx, account.ID)
		if err != nil {
			return Account{}, false, err
		}
	}
	ok, again, err := s.hasher.verify(ctx, credential.Password, password)
	switch {
	case err != nil:
		return Account{}, false, err
	case !ok:
		s.log.Info("sign-in refused", "known", known)
		return Account{}, false, core.Errorf(core.Unauthenticated, "the login or the password is wrong")
	}
	if again {
		if err := s.keep(ctx, account.ID, password, credential.MustChange); err != nil {
			s.log.Warn("password hash could not be renewed", "user", account.ID.String(), "error", err)
		}
	}
	return account, credential.MustChange, nil
}

// origin is what the audit log keeps of a sign-in.
type origin struct {
	Address string `json:"address"`
	At      string `json:"at,omitempty"`    // provider, where it was not here
	Wrong   string `json:"wrong,omitempty"` // password or code, where it was refused
}

// refused writes down a sign-in that was refused, and returns why it was. What
// was typed as the login is kept only when it is one: people type their password
// there by mistake.
func (s *Service) refused(ctx context.Context, login string, from Origin, wrong string, why error) error {
	entry := audit.Entry{
		By: audit.By{Party: audit.Nobody}, Kind: audit.SessionRefused, Detail: origin{Address: from.Address, Wrong: wrong},
	}
	if account, known := s.directory.AccountByLogin(login); known {
		entry.Object = audit.OfUser(account.ID)
	}
	if err := audit.Record(ctx, s.store, entry); err != nil {
		s.log.Error("a refused sign-in could not be recorded", "error", err)
	}
	return why
}

// credential reads a user's password hash; none is the zero value.
func (s *Service) credential(ctx context.Context, user core.ID) (db.Credential, error) {
	var c db.Credential
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		c, err = q.GetCredential(ctx, user.String())
		return err
	})
	if core.CodeOf(err) == core.NotFound {
		return db.Credential{}, nil
	}
	return c, err
}

// open writes a new session of a user whose password was right: half a one where
// the code of a second factor is still due.
func (s *Service) open(ctx context.Context, account Account, mustChange bool, from Origin) (Session, error) {
	var session Session
	err := audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		if _, err := tx.DeleteExpiredSessions(ctx, int64(s.now())); err != nil {
			return nil, err
		}
		factor, err := secondFactorOf(ctx, tx.Queries, account.ID)
		if err != nil {
			return nil, err
		}
		if factor.ConfirmedAt > 0 {
			_, err := s.insert(ctx, tx, &session, account, halfOpen, from)
			session.CodeDue = true
			return nil, err
		}
		entry, err := s.insert(ctx, tx, &session, account, byPassword, from)
		session.Principal = s.principal(account, session.CSRF, mustChange)
		session.Principal.MustEnrol = s.requires(account)
		return []audit.Entry{entry}, err
	})
	return session, err
}

// insert writes a session's row and returns its line for the audit log.
func (s *Service) insert(ctx context.Context, tx *store.Tx, session *Session, account Account, kind string, from Origin) (audit.Entry, error) {
	now := s.now()
	*session = Session{Token: newToken(), CSRF: newToken(), Expires: now.Add(s.idle)}
	if kind == halfOpen {
		session.Expires = now.Add(codeWait)
	}
	agent := strings.ToValidUTF8(from.Agent[:min(len(from.Agent), agentMax)], "")
	entry := audit.Entry{
		By: audit.ByUser(account.ID), Kind: audit.SessionOpened, Object: audit.OfUser(account.ID),
		Detail: origin{Address: from.Address, At: kind},
	}
	return entry, tx.InsertSession(ctx, db.InsertSessionParams{
		TokenHash: hashToken(session.Token), UserID: account.ID.String(), CSRF: session.CSRF,
		CreatedAt: int64(now), SeenAt: int64(now), ExpiresAt: int64(session.Expires),
		Kind: kind, Address: from.Address, Agent: agent,
	})
}

// principal is what an account may do now.
func (s *Service) principal(a Account, csrf string, mustChange bool) Principal {
	p := Principal{
		Kind: KindUser, UserID: a.ID, Login: a.Login, Name: a.Name, Language: a.Language,
		Site: a.Site, Team: a.Team, Agent: a.Agent, Tree: s.directory, CSRF: csrf, MustChange: mustChange,
	}
	for _, g := range a.Grants {
		if permissions, ok := s.directory.Role(g.Role); ok {
			p.Scopes = append(p.Scopes, Scope{Node: g.Node, Permissions: permissions})
		}
	}
	return p
}
