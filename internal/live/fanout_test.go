package live

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The readers of the fan-out benchmark run in a process of their own, so that
// what is measured is the server's part alone.
const readersOf = "TURNO_LIVE_READERS_OF"

// TestReaders is that process; it does nothing in an ordinary run.
func TestReaders(t *testing.T) {
	address, topic := os.Getenv(readersOf), os.Getenv(readersOf+"_TOPIC")
	if address == "" {
		t.Skip("only as the other half of BenchmarkFanout")
	}
	var over sync.WaitGroup
	for i := range 1000 {
		raw, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(raw, "GET /?user=sam HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
		name := topic
		if strings.HasSuffix(name, ":") {
			name += strconv.Itoa(i)
		}
		if _, err := raw.Write(masked(`{"op":"sub","topic":"` + name + `"}`)); err != nil {
			t.Fatal(err)
		}
		over.Go(func() { _, _ = io.Copy(io.Discard, raw) })
	}
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // until the parent has measured
}

func cpu(b *testing.B) time.Duration {
	b.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// BenchmarkFanout measures what part of a core it costs to give 1 000 sockets 10
// changes of 500 bytes a second each: of one floor that all of them watch, and of
// 1 000 topics with one reader each.
func BenchmarkFanout(b *testing.B) {
	for name, topic := range map[string]string{"floor": "board:x", "own": "now:"} {
		b.Run(name, func(b *testing.B) {
			h := open(b)
			readers := exec.Command(os.Args[0], "-test.run=^TestReaders$")
			readers.Env = append(os.Environ(), readersOf+"="+strings.TrimPrefix(h.url, "ws://"), readersOf+"_TOPIC="+topic)
			hold, err := readers.StdinPipe()
			if err != nil {
				b.Fatal(err)
			}
			if err := readers.Start(); err != nil {
				b.Fatal(err)
			}
			defer func() {
				_ = hold.Close()
				_ = readers.Wait()
			}()
			eventually(b, "1 000 readers", func() bool { return h.metric(b, "frames_read_total") >= 1000 })
			pad := strings.Repeat("x", 470)
			for b.Loop() {
				before, start := cpu(b), time.Now()
				h.feed(topic, pad, 4*time.Second)
				b.ReportMetric(100*(cpu(b)-before).Seconds()/time.Since(start).Seconds(), "core_percent")
			}
		})
	}
}

// feed makes 10 changes a second for each reader, evenly spread.
func (h *house) feed(topic, pad string, span time.Duration) {
	own := strings.HasSuffix(topic, ":")
	tick := 100 * time.Millisecond
	if own {
		tick = 2 * time.Millisecond // 20 readers at a time
	}
	n := 0
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for range int(span / tick) {
		<-ticker.C
		if !own {
			n++
			h.shelf.put("x", "row", strconv.Itoa(n%50), fmt.Sprintf(`{"n":%d,"pad":%q}`, n, pad))
			continue
		}
		for range 20 {
			n++
			h.shelf.put(strconv.Itoa(n%1000), "row", "1", fmt.Sprintf(`{"n":%d,"pad":%q}`, n, pad))
		}
	}
}
