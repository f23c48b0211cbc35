package branch

import (
	"bytes"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// escpos writes the printer language of receipt printers (ESC/POS, as in Epson's
// command reference): the few commands a ticket needs.
type escpos struct{ bytes.Buffer }

// The bytes that begin commands.
const (
	esc = 0x1b
	gs  = 0x1d
)

// substitute is what the encoder writes for a letter that a printer does not have.
const substitute = "\x1a"

// put appends bytes; memory takes all there are.
func (p *escpos) put(b ...byte) { _, _ = p.Write(b) }

// start resets the printer, centres, and chooses Windows-1252 (page 16), which
// has every letter of the western languages.
func (p *escpos) start() {
	p.put(esc, '@', esc, 'a', 1, esc, 't', 16)
}

// line prints a line, its characters n times as large (1 to 8). Letters the
// printer does not have become a question mark.
func (p *escpos) line(text string, n int) {
	size := byte(min(max(n, 1), 8) - 1)
	p.put(gs, '!', size<<4|size)
	encoder := encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder())
	encoded, err := encoder.String(text)
	if err != nil { // nothing is unsupported; this would be text that is not UTF-8
		encoded = "?"
	}
	p.put([]byte(strings.ReplaceAll(encoded, substitute, "?"))...)
	p.put('\n')
}

// feed leaves n lines free.
func (p *escpos) feed(n int) { p.put(esc, 'd', byte(n)) }

// qr prints a QR code (model 2, error correction M, dots of 6).
func (p *escpos) qr(content string) {
	p.put(gs, '(', 'k', 4, 0, '1', 'A', '2', 0) // model 2
	p.put(gs, '(', 'k', 3, 0, '1', 'C', 6)      // size of a dot
	p.put(gs, '(', 'k', 3, 0, '1', 'E', '1')    // error correction M
	length := len(content) + 3
	p.put(gs, '(', 'k', byte(length), byte(length>>8), '1', 'P', '0')
	p.put([]byte(content)...)
	p.put(gs, '(', 'k', 3, 0, '1', 'Q', '0') // print what was stored
}

// cut feeds to the knife and cuts.
func (p *escpos) cut() { p.put(gs, 'V', 'B', 0) }
