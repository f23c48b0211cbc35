package auth

import (
	"time"

	"turno/internal/core"
)

// Pace lets so many acts of one device through at once, then one each Every.
type Pace struct {
	Burst int
	Every time.Duration
}

// How fast a kiosk may ask, unless Options say otherwise: a person needs some ten
// seconds for a ticket, and a stolen link shall neither find out who is a customer
// by trying numbers nor fill a branch with tickets.
const (
	lookUpBurst = 20
	lookUpEvery = 3 * time.Second
	ticketBurst = 40
	ticketEvery = 2 * time.Second
	kiosksKnown = 10_000
)

// PaceLookUp lets a device's look-up of a person through, or says (Throttled) how
// long to wait.
func (s *Service) PaceLookUp(device string) error {
	return paced(s.lookUps, device, s)
}

// PaceTicket does it for a ticket or a block of them.
func (s *Service) PaceTicket(device string) error {
	return paced(s.tickets, device, s)
}

func paced(t *throttle, device string, s *Service) error {
	if wait, ok := t.take(device, s.now()); !ok {
		s.log.Warn("device throttled", "device", device)
		return core.TooSoon(wait, "this device asks too often")
	}
	return nil
}

// pace makes the throttle of a pace, or of the usual one.
func pace(p Pace, burst int, every time.Duration) *throttle {
	if p.Burst > 0 {
		burst = p.Burst
	}
	if p.Every > 0 {
		every = p.Every
	}
	return newThrottle(burst, every, kiosksKnown)
}
