// Command live measures what part of one core the live feed costs the server:
// 1 000 WebSockets, each of which gets 10 changes of 500 bytes a second. The
// readers are a process of their own; only the server's processor time counts,
// system calls included.
//
// It measures twice: one topic that all read (a floor: encoded once, gathered),
// and a topic for each reader (desks: encoded for each, sent at once).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"turno/internal/auth"
	"turno/internal/live"
	"turno/test/figure"
)

const (
	sockets     = 1000
	changesPerS = 10 // for each socket
	changeBytes = 500
	span        = 8 * time.Second
	warm        = time.Second
)

func main() {
	address := flag.String("readers", "", "be the readers of the server at this address")
	topic := flag.String("topic", "", "what the readers read; a trailing colon is followed by the reader's number")
	profile := flag.String("cpuprofile", "", "write a processor profile to this file")
	flag.Parse()
	part := func() error { return run(context.Background(), os.Stdout, *profile) }
	if *address != "" {
		part = func() error { return read(os.Stdin, os.Stdout, *address, *topic) }
	}
	if err := part(); err != nil {
		fmt.Fprintln(os.Stderr, "bench-live:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, profile string) (err error) {
	stop, err := figure.Profile(profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	for _, c := range []struct{ metric, topic string }{
		{"live_fanout_core_percent", "shared:all"},
		{"live_fanout_own_core_percent", "own:"},
	} {
		percent, err := measure(ctx, c.topic)
		if err != nil {
			return fmt.Errorf("%s: %w", c.topic, err)
		}
		if err := figure.Print(out, c.metric, percent, "%"); err != nil {
			return err
		}
	}
	return nil
}

// measure runs a server and its readers, and returns the percentage of a core
// that the server used.
func measure(ctx context.Context, topic string) (percent float64, err error) {
	rows := newRows()
	anybody := func(*http.Request) (auth.Principal, error) { return auth.Principal{Kind: auth.KindUser}, nil }
	allow := func(_ context.Context, _ auth.Principal, argument string) (string, error) { return argument, nil }
	hub := live.New(live.Options{Authenticate: anybody},
		live.Family{Name: "shared", Source: rows, Allow: allow, Gather: true},
		live.Family{Name: "own", Source: rows, Allow: allow},
	)
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	server := &http.Server{Handler: hub, ReadHeaderTimeout: 10 * time.Second}
	go server.Serve(l) //nolint:errcheck // ends with ErrServerClosed
	defer func() {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		hub.Stop(ctx, "over", time.Second)
		err = errors.Join(err, server.Shutdown(ctx))
	}()
	readers, err := startReaders(ctx, l.Addr().String(), topic)
	if err != nil {
		return 0, err
	}
	sent := rows.feed(topic, warm)
	used, began := figure.CPU(), time.Now()
	sent += rows.feed(topic, span)
	used, wall := figure.CPU()-used, time.Since(began)
	return 100 * used.Seconds() / wall.Seconds(), readers.stop(sent)
}

// readers is the other process.
type readers struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     io.Reader
}

// startReaders returns when all sockets are open and have their snapshot.
func startReaders(ctx context.Context, address, topic string) (*readers, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	r := &readers{command: exec.CommandContext(ctx, self, "-readers", address, "-topic", topic)}
	r.command.Stderr = os.Stderr
	if r.in, err = r.command.StdinPipe(); err != nil {
		return nil, err
	}
	if r.out, err = r.command.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := r.command.Start(); err != nil {
		return nil, err
	}
	if _, err := r.line(); err != nil {
		return nil, errors.Join(err, r.in.Close(), r.command.Wait())
	}
	return r, nil
}

// line reads what the readers say, a byte at a time: it is two short lines.
func (r *readers) line() (string, error) {
	var text strings.Builder
	b := make([]byte, 1)
	for {
		if _, err := io.ReadFull(r.out, b); err != nil {
			return "", fmt.Errorf("the readers have ended: %w", err)
		}
		if b[0] == '\n' {
			return text.String(), nil
		}
		text.WriteByte(b[0])
	}
}

// stop ends the readers and checks that what was sent, in bytes of changes, did
// arrive: a feed that drops is no cheaper.
func (r *readers) stop(sent int64) error {
	_, err := fmt.Fprintln(r.in, sent)
	if err := errors.Join(err, r.in.Close()); err != nil {
		return err
	}
	text, err := r.line()
	err = errors.Join(err, r.command.Wait())
	if err != nil {
		return err
	}
	got, err := strconv.ParseInt(text, 10, 64)
	if err == nil && got < sent {
		err = fmt.Errorf("the readers got %d bytes of %d", got, sent)
	}
	return err
}
