package auth

import (
	"context"

	"turno/internal/core"
)

// CheckDeviceOf is CheckDevice for the link of a device of a kind; NotFound for
// one of another.
func (s *Service) CheckDeviceOf(ctx context.Context, token, kind string) (Principal, error) {
	who, err := s.CheckDevice(ctx, token)
	if err != nil {
		return who, err
	}
	if who.DeviceKind != kind {
		return who, core.Errorf(core.NotFound, "this link is not of a %s", kind)
	}
	return who, nil
}
