package api

import (
	"context"
	"net/http"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
)

// Pairing is what a screen without a key is told: the code to show, or its key once
// somebody has typed the code.
type Pairing struct {
	State   string       `json:"state" enum:"waiting,paired"`
	Code    string       `json:"code,omitempty" doc:"Six digits, to be shown while it waits."`
	Expires core.Instant `json:"expires" doc:"When the code is over; then ask for another."`
	Kind    string       `json:"kind,omitempty" enum:"kiosk,display,wall" doc:"What it is now."`
	Token   string       `json:"token,omitempty" doc:"Its key: of its page, its calls and its live feed."`
}

// PairingScreen is the screen that shows a code, as whoever pairs it is shown it.
type PairingScreen struct {
	Kind    string       `json:"kind,omitempty" enum:"kiosk,display,wall" doc:"What it was opened as; left out when it was not said."`
	Browser string       `json:"browser" doc:"What its browser calls itself."`
	Address string       `json:"address" doc:"Where it asks from."`
	Asked   core.Instant `json:"asked"`
	Expires core.Instant `json:"expires"`
}

type (
	// PairingCode is what somebody typed.
	PairingCode struct {
		Code string `json:"code" minLength:"6" maxLength:"12" doc:"As the screen shows it; spaces do not count."`
	}
	newPairingInput struct {
		RemoteAddress
		Body struct {
			Kind string `json:"kind,omitempty" enum:"kiosk,display,wall" doc:"What it was opened as."`
		}
	}
	newPairingOutput struct {
		Body struct {
			Pairing

			Secret string `json:"secret" doc:"To ask with what became of it. It is not shown again."`
		}
	}
	pairingOutput struct {
		Body Pairing
	}
	findPairingInput struct {
		RemoteAddress
		Body PairingCode
	}
	pairingScreenOutput struct {
		Body PairingScreen
	}
	pairInput struct {
		RemoteAddress
		Key  string `path:"key" maxLength:"64" doc:"The device's key."`
		Body PairingCode
	}
	deviceInput struct {
		Key string `path:"key" maxLength:"64" doc:"The device's key."`
	}
	deviceOutput struct {
		Body Device
	}
)

func (a *API) registerPairing() {
	const tag = "Devices"
	register(a, created(op("open-pairing", http.MethodPost, "/pairings", tag, "A screen asks to be paired")), a.anyone(), a.openPairing)
	register(a, op("get-pairing", http.MethodGet, "/pairings/{token}", tag, "What became of it: the screen asks with its secret"), a.link(), a.getPairing)
	manage := a.guard(auth.DeviceManage)
	register(a, op("find-pairing", http.MethodPost, "/pairings/look-up", tag, "Which screen shows this code?"), manage, a.findPairing)
	register(a, op("pair-device", http.MethodPost, "/devices/{key}/pairing", tag, "Make the screen that shows a code this device"), manage, a.pairDevice)
	register(a, op("revoke-device", http.MethodDelete, "/devices/{key}/pairing", tag, "Take a device's key away at once"), manage, a.revokeDevice)
}

func (a *API) openPairing(ctx context.Context, in *newPairingInput) (*newPairingOutput, error) {
	secret, p, err := a.Auth.AskToPair(ctx, in.Body.Kind, in.Origin())
	if err != nil {
		return nil, err
	}
	out := &newPairingOutput{}
	out.Body.Pairing, out.Body.Secret = Pairing{State: "waiting", Code: p.Code, Expires: p.Expires}, secret
	return out, nil
}

func (a *API) getPairing(ctx context.Context, in *LinkInput) (*pairingOutput, error) {
	p, err := a.Auth.PairingOf(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	if p.Token == "" {
		return &pairingOutput{Body: Pairing{State: "waiting", Code: p.Code, Expires: p.Expires}}, nil
	}
	return &pairingOutput{Body: Pairing{State: "paired", Expires: p.Expires, Kind: p.Device.Kind, Token: p.Token}}, nil
}

func (a *API) findPairing(ctx context.Context, in *findPairingInput) (*pairingScreenOutput, error) {
	p, err := a.Auth.FindPairing(ctx, principalOf(ctx), in.Origin(), in.Body.Code)
	if err != nil {
		return nil, err
	}
	return &pairingScreenOutput{Body: PairingScreen{
		Kind: p.Kind, Browser: p.Origin.Agent, Address: p.Origin.Address, Asked: p.Asked, Expires: p.Expires,
	}}, nil
}

// deviceToManage is a device at whose site the caller may pair screens.
func (a *API) deviceToManage(me caller, key string) (*org.Device, error) {
	d, ok := me.org.Device(key)
	if !ok {
		return nil, core.Errorf(core.NotFound, "there is no device %q", key)
	}
	return d, me.need(auth.DeviceManage, deviceNode(d))
}

func (a *API) pairDevice(ctx context.Context, in *pairInput) (*deviceOutput, error) {
	me := a.me(ctx)
	d, err := a.deviceToManage(me, in.Key)
	if err != nil {
		return nil, err
	}
	if _, err := a.Auth.Pair(ctx, me.Principal, in.Origin(), in.Body.Code, d.Key); err != nil {
		return nil, err
	}
	a.rekeyed(ctx, d.Key)
	return &deviceOutput{Body: deviceOf(d, a.Now(), a.standings()[d.Key])}, nil
}

func (a *API) revokeDevice(ctx context.Context, in *deviceInput) (*struct{}, error) {
	me := a.me(ctx)
	d, err := a.deviceToManage(me, in.Key)
	if err != nil {
		return nil, err
	}
	if err := a.Auth.RevokeDevice(ctx, me.By(), d.Key); err != nil {
		return nil, err
	}
	a.rekeyed(ctx, d.Key)
	if a.Devices != nil {
		if err := a.Devices.Forget(ctx, d.Key); err != nil {
			a.Log.WarnContext(ctx, "a device is missed though its key was taken away", "device", d.Key, "err", err)
		}
	}
	return done(nil)
}

// rekeyed closes the sockets of whoever has a key that does not hold any more.
func (a *API) rekeyed(ctx context.Context, key string) {
	if a.Rekeyed != nil {
		a.Rekeyed(ctx, key)
	}
}
