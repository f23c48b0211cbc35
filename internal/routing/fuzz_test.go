package routing_test

import "testing"

// byteChooser reads its choices from the bytes of a fuzz input; when they are
// used up it always chooses the first.
type byteChooser struct{ rest []byte }

func (b *byteChooser) below(n int) int {
	if n <= 1 || len(b.rest) == 0 {
		return 0
	}
	v := int(b.rest[0])
	b.rest = b.rest[1:]
	if n > 256 && len(b.rest) > 0 {
		v = v<<8 | int(b.rest[0])
		b.rest = b.rest[1:]
	}
	return v % n
}

// FuzzCommands decodes bytes to a configuration and commands.
func FuzzCommands(f *testing.F) {
	f.Add([]byte{})
	for n := range uint64(8) {
		c := seed(n)
		text := make([]byte, 200+200*n)
		for i := range text {
			text[i] = byte(c.below(256))
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c := &byteChooser{rest: text}
		w := newWorkload(t, c, 4)
		for steps := 0; len(c.rest) > 0 && steps < 250; steps++ { // an input of more steps would cost seconds
			w.run(1)
		}
	})
}
