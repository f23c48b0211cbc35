package chat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/files"
)

const (
	fileNameMax = 120 // characters
	// sweepEvery is how often files without a message are looked for, and sweepAge
	// how old they are then: a message in the making is long done.
	sweepEvery = 6 * time.Hour
	sweepAge   = 24 * time.Hour
)

// keep checks a file by its content and puts it on disk; its row is written with
// the message.
func (s *Service) keep(ctx context.Context, c *Conversation, up *Upload) (*Attachment, error) {
	in, ok := s.org().Inbox(c.Inbox)
	if !ok || in.FileMax() == 0 {
		return nil, core.Faultf(core.Forbidden, "file", core.FaultNotAllowed, "no files can be sent here")
	}
	if len(up.Content) == 0 {
		return nil, core.Faultf(core.Invalid, "file", core.FaultRequired, "the file is empty")
	}
	if len(up.Content) > in.FileMax() {
		return nil, core.Boundf(core.TooLarge, "file", core.FaultTooLong, in.FileMax(), "a file has at most %d KiB", in.FileMax()>>10)
	}
	kind, _, _ := strings.Cut(http.DetectContentType(up.Content), ";")
	if !slices.Contains(in.Files.Types, kind) {
		return nil, core.Faultf(core.Invalid, "file", core.FaultWrongChoice, "files of this kind are not taken; these are: %s", strings.Join(in.Files.Types, ", "))
	}
	a := &Attachment{ID: files.NewID(), Name: fileName(up.Name), Type: kind, Size: len(up.Content)}
	a.sum = sha256.Sum256(up.Content)
	if err := s.files.Write(a.ID, up.Content); err != nil {
		s.log.ErrorContext(ctx, "chat: a file cannot be kept", "error", err)
		return nil, err
	}
	return a, nil
}

// fileName is what people see of a name: its last part, without what could
// mislead.
func fileName(name string) string {
	name = strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/")
	name = name[strings.LastIndex(name, "/")+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`"<>|:*?`, r) {
			return -1
		}
		return r
	}, name)
	if name = strings.Trim(name, ". "); name == "" {
		return "file"
	}
	return short(name, fileNameMax)
}

func insertFile(ctx context.Context, tx *store.Tx, contact string, m *Message) error {
	return tx.InsertChatFile(ctx, db.InsertChatFileParams{
		ID: m.File.ID, ContactID: contact, Name: m.File.Name, Type: m.File.Type, Size: int64(m.File.Size),
		Sha256: hex.EncodeToString(m.File.sum[:]), CreatedAt: int64(m.Sent),
	})
}

// dropFile takes a file off the disk whose message was not taken in.
func (s *Service) dropFile(ctx context.Context, a *Attachment) {
	if a == nil {
		return
	}
	if err := s.files.Remove(a.ID); err != nil {
		s.log.WarnContext(ctx, "chat: a file that was not sent stays on disk", "file", a.ID, "error", err)
	}
}

func attachmentOf(f *db.ChatFile) *Attachment {
	return &Attachment{ID: f.ID, Name: f.Name, Type: f.Type, Size: int(f.Size)}
}

// Download returns a file of a conversation, or core.NotFound.
func (s *Service) Download(ctx context.Context, contact core.ID, id string) (Attachment, []byte, error) {
	var row db.ChatFile
	err := s.read(ctx, func(q *db.Queries) error {
		var err error
		row, err = q.GetChatFile(ctx, id, contact.String())
		if err != nil {
			return core.Errorf(core.NotFound, "there is no such file")
		}
		return nil
	})
	if err != nil {
		return Attachment{}, nil, err
	}
	content, err := s.files.Read(id)
	return *attachmentOf(&row), content, err
}

// SweepFiles takes files away that no message names: a crash came between the two.
func (s *Service) SweepFiles(ctx context.Context) error {
	taken, err := s.files.Sweep(ctx, s.now().Add(-sweepAge), func(ctx context.Context, from, to string) (map[string]bool, error) {
		named := map[string]bool{}
		err := s.read(ctx, func(q *db.Queries) error {
			ids, err := q.ListChatFileIDs(ctx, from, to)
			for _, id := range ids {
				named[id] = true
			}
			return err
		})
		return named, err
	})
	if taken > 0 {
		s.log.InfoContext(ctx, "chat: files without a message were removed", "files", taken)
	}
	return err
}

// sweep does so now and then until ctx ends.
func (s *Service) sweep(ctx context.Context) {
	again := time.NewTicker(sweepEvery)
	defer again.Stop()
	for {
		s.orLog(ctx, "files", s.SweepFiles(ctx))
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
	}
}
