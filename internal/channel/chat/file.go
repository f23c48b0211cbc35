package chat

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// files lie in a directory that no page is served from, under random names: what
// a customer calls a file is never part of a path.
type files struct{ dir string }

const (
	fileNameMax = 120 // characters
	fileIDBytes = 16
)

// path is where a file lies. Only ids that were made here are looked up.
func (f files) path(id string) (string, error) {
	if raw, err := hex.DecodeString(id); err != nil || len(raw) != fileIDBytes || id != strings.ToLower(id) {
		return "", core.Errorf(core.NotFound, "there is no such file")
	}
	return filepath.Join(f.dir, id[:2], id), nil
}

// write puts a new file on disk, whole or not at all.
func (f files) write(id string, content []byte) error {
	path, err := f.path(id)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return core.Wrap(core.Unavailable, "", err)
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return core.Wrap(core.Unavailable, "", err)
	}
	_, err = temporary.Write(content)
	err = errors.Join(err, temporary.Sync(), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return core.Wrap(core.Unavailable, "", errors.Join(err, os.Remove(temporary.Name())))
	}
	return nil
}

// syncDir makes a new name in a directory survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // a directory of ours
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

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
	var random [fileIDBytes]byte
	_, _ = rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	a := &Attachment{ID: hex.EncodeToString(random[:]), Name: fileName(up.Name), Type: kind, Size: len(up.Content)}
	a.sum = sha256.Sum256(up.Content)
	if err := s.files.write(a.ID, up.Content); err != nil {
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
	path, err := s.files.path(a.ID)
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil {
		s.log.WarnContext(ctx, "chat: a file that was not sent stays on disk", "file", a.ID, "error", err)
	}
}

func attachmentOf(f *db.ChatFile) *Attachment {
	return &Attachment{ID: f.ID, Name: f.Name, Type: f.Type, Size: int(f.Size)}
}

// Download returns a file of a conversation, or core.NotFound.
func (s *Service) Download(ctx context.Context, contact core.ID, id string) (Attachment, []byte, error) {
	path, err := s.files.path(id)
	if err != nil {
		return Attachment{}, nil, err
	}
	var row db.ChatFile
	err = s.read(ctx, func(q *db.Queries) error {
		row, err = q.GetChatFile(ctx, id, contact.String())
		if err != nil {
			return core.Errorf(core.NotFound, "there is no such file")
		}
		return nil
	})
	if err != nil {
		return Attachment{}, nil, err
	}
	content, err := os.ReadFile(path) //nolint:gosec // an id of ours, checked
	if err != nil {
		return Attachment{}, nil, core.Wrap(core.Unavailable, "", err)
	}
	return *attachmentOf(&row), content, nil
}
