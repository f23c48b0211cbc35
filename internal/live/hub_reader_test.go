package live

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Ensure a reader that does not read holds up nobody, and once it reads again it
// has the truth without having been sent everything between.
func TestHub_SlowReader(t *testing.T) {
	h := open(t)
	quick := h.tab(t, "ana")
	quick.sub("now:x")
	slow := h.tab(t, "sam")
	slow.sub("now:x")
	const changes = 4000
	pad := strings.Repeat("x", 8<<10) // 32 MB in all: more than any socket buffer
	done := make(chan int)
	go func() {
		last := fmt.Sprintf(`{"n":%d,"pad":%q}`, changes-1, pad)
		for quick.copies["now:x"][rowKey{"row", "1"}] != last {
			if _, err := quick.read(); err != nil {
				t.Error(err)
				break
			}
		}
		done <- quick.frames
	}()
	for i := range changes {
		h.shelf.put("x", "row", "1", fmt.Sprintf(`{"n":%d,"pad":%q}`, i, pad))
		if i%8 == 0 { // at the pace of the one who reads
			<-time.After(200 * time.Microsecond)
		}
	}
	<-done
	if h.metric(t, "resyncs_total") == 0 {
		t.Fatal("the slow reader was never dropped")
	}
	h.shelf.put("x", "row", "2", `{}`)
	slow.until("now:x", "row", "2", `{}`) // follow fails on any gap
	if got := slow.copies["now:x"][rowKey{"row", "1"}]; !strings.HasPrefix(got, fmt.Sprintf(`{"n":%d,`, changes-1)) {
		t.Errorf("the slow reader has %.20s", got)
	}
	if slow.snaps < 2 || slow.frames > changes/2 {
		t.Errorf("the slow reader was sent %d frames, %d snapshots", slow.frames, slow.snaps)
	}
}

// Ensure a frame is made once however many read it, and gathered changes are one
// frame.
func TestHub_EncodeOnce(t *testing.T) {
	h := open(t)
	var tabs []*tab
	for range 40 {
		b := h.tab(t, "ana")
		b.sub("board:x")
		tabs = append(tabs, b)
	}
	before, writes := h.metric(t, "encodings_total"), h.metric(t, "writes_total")
	for i := range 1000 {
		h.shelf.put("x", "row", "1", fmt.Sprintf(`{"n":%d}`, i))
	}
	for _, b := range tabs {
		b.until("board:x", "row", "1", `{"n":999}`)
	}
	if made := h.metric(t, "encodings_total") - before; made > 10 {
		t.Errorf("%v frames made for 1000 quick changes to 40 readers", made)
	}
	if wrote := h.metric(t, "writes_total") - writes; wrote > 10*40 {
		t.Errorf("%v writes", wrote)
	}
}

// Ensure every tab's copy is the source's rows in the end, whatever happens on
// the way: changes at random, tabs that come, go and fall behind.
func TestHub_Copies(t *testing.T) {
	h := open(t)
	random := rand.New(rand.NewPCG(7, 7))
	topics := []string{"now:x", "board:x", "now:y", "board:y"}
	var tabs []*tab
	var over sync.WaitGroup
	for i := range 24 {
		b := h.tab(t, "ana")
		tabs = append(tabs, b)
		pause := time.Duration(random.IntN(3)) * time.Millisecond * time.Duration(i%2)
		again := random.Perm(200)[:20]
		over.Go(func() {
			for _, topic := range topics {
				b.say(`{"op":"sub","topic":"` + topic + `"}`)
			}
			for n := 0; ; n++ {
				if len(again) > n && n%5 == 0 {
					topic := topics[again[n]%len(topics)]
					b.say(`{"op":"unsub","topic":"` + topic + `"}`)
					b.say(`{"op":"sub","topic":"` + topic + `"}`)
				}
				if _, err := b.read(); err != nil {
					t.Error(err)
					return
				}
				if b.ended(topics) {
					return
				}
				<-time.After(pause)
			}
		})
	}
	for i := range 3000 {
		doc := fmt.Sprintf(`{"n":%d}`, i)
		if random.IntN(4) == 0 {
			doc = ""
		}
		h.shelf.put([]string{"x", "y"}[random.IntN(2)], "row", strconv.Itoa(random.IntN(30)), doc)
	}
	h.shelf.put("x", "end", "end", `{}`)
	h.shelf.put("y", "end", "end", `{}`)
	over.Wait()
	for i, b := range tabs {
		for _, topic := range topics {
			if want := h.shelf.rows[topic[len(topic)-1:]]; !maps.Equal(b.copies[topic], want) {
				t.Errorf("tab %d, %s: %d rows, want %d", i, topic, len(b.copies[topic]), len(want))
			}
		}
	}
}

// Ensure a thousand sockets get every change.
func TestHub_Thousand(t *testing.T) {
	h := open(t)
	h.shelf.put("x", "row", "0", `{}`)
	var tabs []*tab
	for range 1000 {
		b := h.tab(t, "ana")
		b.sub("board:x")
		tabs = append(tabs, b)
	}
	if h.shelf.opens != 1 {
		t.Errorf("opened %d times", h.shelf.opens)
	}
	for i := range 20 {
		h.shelf.put("x", "row", strconv.Itoa(i), fmt.Sprintf(`{"n":%d}`, i))
		<-time.After(5 * time.Millisecond)
	}
	for _, b := range tabs {
		b.until("board:x", "row", "19", `{"n":19}`)
		if len(b.copies["board:x"]) != 20 {
			t.Fatalf("%d rows", len(b.copies["board:x"]))
		}
	}
}
