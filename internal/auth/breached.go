package auth

import (
	"bufio"
	"bytes"
	"crypto/sha1" //nolint:gosec // the form in which lists of breached passwords are published; it protects nothing
	"encoding/hex"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"turno/internal/core"
)

// Breached knows passwords that were found in leaks, which whoever guesses tries
// first. It reads either form:
//
//   - what Have I Been Pwned publishes, ordered by hash: one line per password
//     with its SHA-1 in hexadecimal and, after a colon, how often it was seen. It
//     stays on disk (some 40 GB) and is searched there; a look-up reads a few
//     dozen blocks.
//   - a plain list, one password a line, up to 64 MB, which is held in memory.
//
// A nil *Breached knows none. It is safe for concurrent use.
type Breached struct {
	file *os.File // of hashes in order; nil for a plain list
	size int64
	list [][sha1.Size]byte // of a plain list, in order
}

const (
	plainListMax = 64 << 20
	hashDigits   = 2 * sha1.Size
	// A line of hashes is 40 digits, a colon and a count; more is another file.
	hashLineMax = 128
)

// OpenBreached opens a list. Invalid when it is neither form, or out of order as
// far as its first and last lines tell; Unavailable when it cannot be read.
func OpenBreached(path string) (*Breached, error) {
	file, err := os.Open(path) //nolint:gosec // the operator says where
	if err != nil {
		return nil, core.Wrap(core.Unavailable, "breached-passwords", err)
	}
	b, err := readBreached(file)
	if err != nil || b.file == nil {
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

func readBreached(file *os.File) (*Breached, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, core.Wrap(core.Unavailable, "breached-passwords", err)
	}
	b := &Breached{file: file, size: info.Size()}
	first, _, err := b.lineAt(0)
	if err != nil {
		return nil, err
	}
	if isHash(first) {
		last, _, err := b.lineAt(max(1, b.size-hashLineMax)) // or one of the last
		if err != nil {
			return nil, err
		}
		if last != "" && last < first {
			return nil, core.FieldErrorf(core.Invalid, "breached-passwords", "the hashes in %s are not in order", file.Name())
		}
		return b, nil
	}
	if b.size > plainListMax {
		return nil, core.FieldErrorf(core.TooLarge, "breached-passwords",
			"%s is a plain list of more than 64 MB: use the list of hashes in their order", file.Name())
	}
	list, err := readPlain(file)
	return &Breached{list: list}, err
}

func readPlain(r io.Reader) ([][sha1.Size]byte, error) {
	var list [][sha1.Size]byte
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 64<<10)
	for lines.Scan() {
		if line := bytes.TrimSuffix(lines.Bytes(), []byte("\r")); len(line) > 0 {
			list = append(list, sha1.Sum(line)) //nolint:gosec // as above
		}
	}
	if err := lines.Err(); err != nil {
		return nil, core.Wrap(core.Invalid, "breached-passwords", err)
	}
	slices.SortFunc(list, func(a, b [sha1.Size]byte) int { return bytes.Compare(a[:], b[:]) })
	return list, nil
}

// isHash reports whether a line begins with a SHA-1 in hexadecimal.
func isHash(line string) bool {
	if len(line) < hashDigits || len(line) > hashDigits && line[hashDigits] != ':' {
		return false
	}
	_, err := hex.DecodeString(line[:hashDigits])
	return err == nil
}

// Check refuses a password that is in the list. Unavailable when the list cannot
// be read: a rule that cannot be checked is not passed.
func (b *Breached) Check(password string) error {
	found, err := b.contains(password)
	if err != nil {
		return err
	}
	if found {
		return core.Faultf(core.Invalid, "password", core.FaultTooSimple, "this password is in a list of leaked ones, which are tried first: choose another")
	}
	return nil
}

func (b *Breached) contains(password string) (bool, error) {
	if b == nil {
		return false, nil
	}
	sum := sha1.Sum([]byte(password)) //nolint:gosec // as above
	if b.file == nil {
		_, found := slices.BinarySearchFunc(b.list, sum, func(a, b [sha1.Size]byte) int { return bytes.Compare(a[:], b[:]) })
		return found, nil
	}
	wanted := strings.ToUpper(hex.EncodeToString(sum[:]))
	low, high := int64(0), b.size
	for low < high {
		line, after, err := b.lineAt(low + (high-low)/2)
		if err != nil {
			return false, err
		}
		switch {
		case line == "" || line[:hashDigits] > wanted:
			high = low + (high-low)/2
		case line[:hashDigits] == wanted:
			return true, nil
		default:
			low = after
		}
	}
	return false, nil
}

// lineAt is the first line that begins at or after a place, in upper case, and
// where the next one begins; "" at the end of the file.
func (b *Breached) lineAt(place int64) (line string, after int64, err error) {
	// One byte before it tells whether a line begins here.
	from := max(0, place-1)
	buffer := make([]byte, 2*hashLineMax)
	n, err := b.file.ReadAt(buffer, from)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", 0, core.Wrap(core.Unavailable, "breached-passwords", err)
	}
	rest := buffer[:n]
	if place > 0 {
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			return "", b.size, nil
		}
		rest = rest[end+1:]
		from += int64(end) + 1
	}
	end := bytes.IndexByte(rest, '\n')
	after = from + int64(end) + 1
	if end < 0 {
		end, after = len(rest), b.size
	}
	line = strings.ToUpper(strings.TrimRight(string(rest[:end]), "\r"))
	if place > 0 && line != "" && !isHash(line) {
		return "", 0, core.Errorf(core.Unavailable, "the list of leaked passwords is broken: tell whoever runs the server")
	}
	return line, after, nil
}

// Close closes the list's file.
func (b *Breached) Close() error {
	if b == nil || b.file == nil {
		return nil
	}
	return b.file.Close()
}
