package auth

import (
	"context"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// CheckDevice says which kiosk, display or wall a link's token belongs to.
// Unauthenticated for a token that was replaced, or a device that is gone.
func (s *Service) CheckDevice(ctx context.Context, token string) (Principal, error) {
	if token == "" || len(token) > tokenMax {
		return Principal{}, unknownLink()
	}
	var row db.DeviceToken
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		row, err = q.GetDeviceByToken(ctx, token)
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

// DeviceLinks returns the token of every device, by its key. Devices that have
// none yet are given one.
func (s *Service) DeviceLinks(ctx context.Context) (map[string]string, error) {
	var rows []db.DeviceToken
	read := func(q *db.Queries) error {
		var err error
		rows, err = q.ListDeviceTokens(ctx)
		return err
	}
	if err := s.store.Read(ctx, read); err != nil {
		return nil, err
	}
	links := linksOf(rows)
	var missing []string
	for _, d := range s.directory.Devices() {
		if links[d.Key] == "" {
			missing = append(missing, d.Key)
		}
	}
	if len(missing) == 0 {
		return links, nil
	}
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		for _, key := range missing {
			_, err := tx.InsertDeviceTokenIfAbsent(ctx, db.InsertDeviceTokenIfAbsentParams{
				DeviceKey: key, Token: linkToken(), CreatedAt: int64(s.now()),
			})
			if err != nil {
				return err
			}
		}
		return read(tx.Queries)
	})
	return linksOf(rows), err
}

func linksOf(rows []db.DeviceToken) map[string]string {
	links := make(map[string]string, len(rows))
	for _, row := range rows {
		links[row.DeviceKey] = row.Token
	}
	return links
}

// RenewDevice gives a device a new link; the old one stops working at once.
func (s *Service) RenewDevice(ctx context.Context, by audit.By, key string) (string, error) {
	if _, ok := s.directory.Device(key); !ok {
		return "", core.Errorf(core.NotFound, "there is no device %q", key)
	}
	token := linkToken()
	err := audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
		return []audit.Entry{{By: by, Kind: audit.DeviceRenewed, Object: "device:" + key}},
			tx.SetDeviceToken(ctx, db.SetDeviceTokenParams{DeviceKey: key, Token: token, CreatedAt: int64(s.now())})
	})
	return token, err
}
