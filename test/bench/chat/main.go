// Command chat measures conversations: 5 000 open chats with 500 agents, 200
// messages a second, half of them customers' and half agents', for which it takes
// the time from the customer's call to the frame on the agent's socket; the memory
// of an open chat; and that nothing that was acknowledged is lost, or there twice,
// when the server is killed in the middle of it.
//
// The server is a process of its own (this program again, with -serve), wired as
// the real one: store on disk with synchronous=FULL, floor, boards, the API over
// HTTP, the live hub over WebSockets. Only who an agent is, is told by the address
// instead of a session, and agents accept and answer through the channel itself.
// Every customer and every agent has a socket.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"turno/test/figure"
)

func main() {
	serve := flag.String("serve", "", "be the server on a store in this directory")
	size := flag.Int("chats", 5000, "open chats")
	span := flag.Duration("span", 15*time.Second, "how long messages are measured")
	profile := flag.String("cpuprofile", "", "write a processor profile of the server to this file")
	flag.Parse()
	var err error
	if *serve != "" {
		err = runServer(context.Background(), *serve, *profile)
	} else {
		err = (&bench{out: os.Stdout, chats: *size, span: *span, profile: *profile}).run(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-chat:", err)
		os.Exit(1)
	}
}

const (
	agents      = 500
	messagesPer = 200 // a second, of both sides
	warm        = 3 * time.Second
	lateMax     = 30 * time.Second // for the last messages to come
)

// bench drives a server as 5 000 browsers and 500 desks would.
type bench struct {
	out     io.Writer
	chats   int
	span    time.Duration
	profile string
}

func (b *bench) run(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "turno-bench-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := startServer(ctx, dir, b.profile)
	if err != nil {
		return err
	}
	defer func() { s.kill() }()
	h := newHouse(s.address)
	defer h.close()
	if err := h.staff(ctx); err != nil {
		return fmt.Errorf("agents: %w", err)
	}
	empty, err := h.memory(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := h.open(ctx, b.chats); err != nil {
		return fmt.Errorf("open: %w", err)
	}
	opening := time.Since(began)
	full, err := h.memory(ctx)
	if err != nil {
		return err
	}
	h.talk(ctx, warm)
	h.timing.reset()
	before, err := h.cpu(ctx)
	if err != nil {
		return err
	}
	h.talk(ctx, b.span)
	after, err := h.cpu(ctx)
	if err != nil {
		return err
	}
	if err := h.call(ctx, http.MethodPost, "/stop", nil, nil); err != nil { // the profile, before the kill
		return err
	}
	if err := h.timing.settled(lateMax); err != nil {
		return err
	}
	sorted, answers := figure.Sorted(h.timing.took), figure.Sorted(h.timing.answers)
	flood, calm, err := h.flood(ctx)
	if err != nil {
		return err
	}
	lost, doubled, err := b.restart(ctx, h, s, dir)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		metric string
		value  float64
		unit   string
	}{
		{"chat_opens_per_s", float64(b.chats) / opening.Seconds(), "1/s"},
		{"chat_message_p50_ms", millis(figure.Percentile(sorted, 0.5)), "ms"},
		{"chat_message_p99_ms", millis(figure.Percentile(sorted, 0.99)), "ms"},
		{"chat_message_answer_p99_ms", millis(figure.Percentile(answers, 0.99)), "ms"},
		{"chat_messages_per_s", float64(len(answers)) / b.span.Seconds(), "1/s"},
		{"chat_server_cores", (after - before).Seconds() / b.span.Seconds(), "cores"},
		{"chat_kib_per_open", float64(full-empty) / float64(b.chats) / 1024, "KiB"},
		{"chat_flood_refused_per_s", flood, "1/s"},
		{"chat_flood_message_p99_ms", millis(calm), "ms"},
		{"chat_lost_messages", float64(lost), "messages"},
		{"chat_doubled_messages", float64(doubled), "messages"},
	} {
		if err := figure.Print(b.out, f.metric, f.value, f.unit); err != nil {
			return err
		}
	}
	if lost+doubled > 0 {
		return fmt.Errorf("%d messages were lost, %d doubled", lost, doubled)
	}
	return nil
}

// restart kills the server while customers write, starts it again, has everybody
// send once more what was not answered, and counts.
func (b *bench) restart(ctx context.Context, h *house, s *server, dir string) (lost, doubled int, err error) {
	talking, stop := context.WithCancel(ctx)
	over := make(chan struct{})
	go func() {
		defer close(over)
		h.talk(talking, time.Minute)
	}()
	time.Sleep(time.Second)
	s.kill()
	stop()
	<-over
	next, err := startServer(ctx, dir, "")
	if err != nil {
		return 0, 0, fmt.Errorf("restart: %w", err)
	}
	defer next.kill()
	h.moveTo(next.address)
	return h.count(ctx)
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
