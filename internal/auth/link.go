package auth

import (
	"context"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// CheckDevice says which kiosk, display or wall a token belongs to.
// Unauthenticated for a token that was replaced or taken away, or a device that
// is gone.
func (s *Service) CheckDevice(ctx context.Context, token string) (Principal, error) {
	if token == "" || len(token) > tokenMax {
		return Principal{}, unknownLink()
	}
	var row db.DeviceToken
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		row, err = q.GetDeviceByToken(ctx, hashToken(token))
		return err
	})
	if core.CodeOf(err) == core.NotFound {
		return Principal{}, unknownLink()
	}
	if err != nil {
		return Principal{}, err
	}
	device, ok := s.directory.Device(row.DeviceKey)
	if !ok {
		return Principal{}, unknownLink()
	}
	return Principal{Kind: KindDevice, Device: device.Key, DeviceKind: device.Kind, Site: device.Site, Token: token, Tree: s.directory}, nil
}

// CheckTurn says whose turn a ticket's token is. Unauthenticated for an unknown one.
func (s *Service) CheckTurn(ctx context.Context, token string) (Principal, error) {
	if token == "" || len(token) > tokenMax {
		return Principal{}, unknownLink()
	}
	var row db.Visit
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		row, err = q.GetVisitByToken(ctx, token)
		return err
	})
	if core.CodeOf(err) == core.NotFound {
		return Principal{}, unknownLink()
	}
	if err != nil {
		return Principal{}, err
	}
	return Principal{Kind: KindVisitor, Token: token, Site: row.Site}, nil
}

// CheckLink is CheckDevice, and else CheckTurn.
func (s *Service) CheckLink(ctx context.Context, token string) (Principal, error) {
	p, err := s.CheckDevice(ctx, token)
	if core.CodeOf(err) != core.Unauthenticated {
		return p, err
	}
	return s.CheckTurn(ctx, token)
}

func unknownLink() error {
	return core.Errorf(core.Unauthenticated, "this link is not valid, or no longer")
}

// PairedDevices says since when the devices that have a token have it, by key.
func (s *Service) PairedDevices(ctx context.Context) (map[string]core.Instant, error) {
	paired := map[string]core.Instant{}
	err := s.store.Read(ctx, func(q *db.Queries) error {
		rows, err := q.ListDeviceTokens(ctx)
		for _, row := range rows {
			paired[row.DeviceKey] = core.Instant(row.CreatedAt)
		}
		return err
	})
	return paired, err
}

// GiveLinks gives a token to every device that has none, and returns those that it
// gave, by key: for a demo, whose links are printed once.
func (s *Service) GiveLinks(ctx context.Context) (map[string]string, error) {
	given := map[string]string{}
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		clear(given) // Write may run it again
		for _, d := range s.directory.Devices() {
			token := linkToken()
			rows, err := tx.InsertDeviceTokenIfAbsent(ctx, db.InsertDeviceTokenIfAbsentParams{
				DeviceKey: d.Key, TokenHash: hashToken(token), CreatedAt: int64(s.now()),
			})
			if err != nil {
				return err
			}
			if rows > 0 {
				given[d.Key] = token
			}
		}
		return nil
	})
	return given, err
}

// HashLinks replaces tokens that an older version kept as they are by their hash.
func (s *Service) HashLinks(ctx context.Context) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		rows, err := tx.ListDeviceTokens(ctx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if len(row.TokenHash) == len(hashToken("")) {
				continue
			}
			err := tx.SetDeviceToken(ctx, db.SetDeviceTokenParams{
				DeviceKey: row.DeviceKey, TokenHash: hashToken(row.TokenHash), CreatedAt: row.CreatedAt,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// RenewDevice gives a device a new token, for a link; the old one stops working at
// once. It is kept by its hash: nobody can be shown it again.
func (s *Service) RenewDevice(ctx context.Context, by audit.By, key string) (string, error) {
	if _, ok := s.directory.Device(key); !ok {
		return "", core.Errorf(core.NotFound, "there is no device %q", key)
	}
	token := linkToken()
	err := audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		return []audit.Entry{{By: by, Kind: audit.DeviceRenewed, Object: audit.OfDevice(key)}},
			tx.SetDeviceToken(ctx, db.SetDeviceTokenParams{DeviceKey: key, TokenHash: hashToken(token), CreatedAt: int64(s.now())})
	})
	return token, err
}

// RevokeDevice takes a device's token away. NotFound when it has none.
func (s *Service) RevokeDevice(ctx context.Context, by audit.By, key string) error {
	return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		rows, err := tx.DeleteDeviceToken(ctx, key)
		if err == nil && rows == 0 {
			err = core.Errorf(core.NotFound, "no screen is paired as %q", key)
		}
		return []audit.Entry{{By: by, Kind: audit.DeviceRevoked, Object: audit.OfDevice(key)}}, err
	})
}
