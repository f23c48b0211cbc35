package api

import (
	"context"
	"net/http"

	"turno/internal/auth"
	"turno/internal/core"
)

// SecondFactor says whether there is one.
type SecondFactor struct {
	Set           bool `json:"set" doc:"A code is asked for at sign-in."`
	Required      bool `json:"required" doc:"A role of mine asks for it."`
	RecoveryCodes int  `json:"recovery_codes" doc:"How many are left."`
}

type (
	factorOutput struct {
		Body SecondFactor
	}
	proposalOutput struct {
		Body struct {
			Secret string `json:"secret" doc:"Base32, to be typed into an app."`
			URL    string `json:"url" doc:"The same, as the address that a QR code says."`
		}
	}
	// CodeInput is a code of the app.
	codeInput struct {
		SessionCookie
		Body struct {
			Code string `json:"code" minLength:"1" maxLength:"40"`
		}
	}
	removeFactorInput struct {
		Body struct {
			Password string `json:"password" minLength:"1" maxLength:"512"`
		}
	}
	recoveryCodesOutput struct {
		Body struct {
			Codes []string `json:"codes" nullable:"false" doc:"Each opens once. They are not shown again."`
		}
	}
)

// registerFactor adds one's own second factor. Programs with a token have no
// business here.
func (a *API) registerFactor() {
	const tag = "Session"
	own := a.atScreen()
	register(a, op("get-second-factor", http.MethodGet, "/me/second-factor", tag, "My second factor"), own, a.getFactor)
	register(a, created(op("propose-second-factor", http.MethodPost, "/me/second-factor", tag, "A secret for my app")), own, a.proposeFactor)
	register(a, op("confirm-second-factor", http.MethodPut, "/me/second-factor", tag, "Put it in force, with a code of the app"), own, a.confirmFactor)
	register(a, op("remove-second-factor", http.MethodPost, "/me/second-factor/remove", tag, "Take it away, with the password"), own, a.removeFactor)
	register(a, op("renew-recovery-codes", http.MethodPost, "/me/recovery-codes", tag, "New recovery codes, with a code of the app"), own, a.renewCodes)
}

func (a *API) getFactor(ctx context.Context, _ *struct{}) (*factorOutput, error) {
	f, err := a.Auth.SecondFactor(ctx, principalOf(ctx))
	return &factorOutput{Body: SecondFactor{Set: f.Set, Required: f.Required, RecoveryCodes: f.Codes}}, err
}

func (a *API) proposeFactor(ctx context.Context, _ *struct{}) (*proposalOutput, error) {
	house := a.Org.Get().Name
	if house == "" {
		house = "Turno"
	}
	p, err := a.Auth.ProposeSecondFactor(ctx, principalOf(ctx), house)
	out := &proposalOutput{}
	out.Body.Secret, out.Body.URL = p.Secret, p.URL
	return out, err
}

func (a *API) confirmFactor(ctx context.Context, in *codeInput) (*recoveryCodesOutput, error) {
	who := principalOf(ctx)
	codes, err := a.Auth.ConfirmSecondFactor(ctx, who, in.token, in.Body.Code)
	if err != nil {
		return nil, err
	}
	a.signedOut(ctx, who.UserID)
	out := &recoveryCodesOutput{}
	out.Body.Codes = codes
	return out, nil
}

func (a *API) renewCodes(ctx context.Context, in *codeInput) (*recoveryCodesOutput, error) {
	codes, err := a.Auth.NewRecoveryCodes(ctx, principalOf(ctx), in.Body.Code)
	out := &recoveryCodesOutput{}
	out.Body.Codes = codes
	return out, err
}

func (a *API) removeFactor(ctx context.Context, in *removeFactorInput) (*struct{}, error) {
	return done(a.Auth.RemoveSecondFactor(ctx, principalOf(ctx), in.Body.Password))
}

// signedOut has the open sockets of a user looked at again at once.
func (a *API) signedOut(ctx context.Context, user core.ID) {
	if a.SignedOut != nil {
		a.SignedOut(ctx, user)
	}
}

// secondStep completes a sign-in. The half-open session's cookie decides nothing
// but whose code is checked.
func (a *API) secondStep(ctx context.Context, in *secondStepInput) (*meOutput, error) {
	session, err := a.Auth.SecondStep(ctx, in.token, in.Body.Code, in.Origin())
	if err != nil {
		return nil, err
	}
	return a.opened(ctx, session)
}

// opened answers a sign-in with the session's cookie.
func (a *API) opened(ctx context.Context, session auth.Session) (*meOutput, error) {
	out := &meOutput{Body: Me{Step: "code", CSRF: session.CSRF, Permissions: map[string][]string{}}}
	if !session.CodeDue {
		var err error
		if out, err = a.meOf(ctx, session.Principal); err != nil {
			return nil, err
		}
	}
	out.SetCookie = []http.Cookie{*auth.Cookie(session, a.Secure)}
	return out, nil
}
