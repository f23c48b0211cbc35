// Command floor measures the floor on both stores: durable enqueues per second
// with 1, 16 and 64 callers, and the time from an enqueue to the offer on the
// agent's own WebSocket with 500 agents signed in and 500 enqueues a second.
//
// Everything is real: the store is a file with synchronous=FULL, or a PostgreSQL
// server started here; the offer goes through floor, boards, the live hub and a
// TCP socket, and agents accept and release it through the floor again. Sockets
// and their readers run in this process too, so the processor time of 500
// browsers is part of it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"turno/internal/store"
	"turno/internal/store/storetest"
	"turno/test/figure"
)

func main() {
	only := flag.String("only", "", "measure this store only: sqlite or postgres")
	part := flag.String("part", "", "measure this part only: enqueue or offer")
	profile := flag.String("cpuprofile", "", "write a processor profile to this file")
	flag.Parse()
	b := &bench{out: os.Stdout, part: *part}
	if err := b.run(context.Background(), *only, *profile); err != nil {
		fmt.Fprintln(os.Stderr, "bench-floor:", err)
		os.Exit(1)
	}
}

// bench measures one store after the other.
type bench struct {
	out  io.Writer
	part string
	err  error // of the first figure that could not be written

	dir      string
	files    int
	postgres *storetest.PostgresServer
}

func (b *bench) run(ctx context.Context, only, profile string) (err error) {
	stop, err := figure.Profile(profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	if b.dir, err = os.MkdirTemp("", "turno-bench-*"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	for _, engine := range storetest.Engines() {
		if only != "" && only != string(engine) {
			continue
		}
		if err := b.measure(ctx, engine); err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
	}
	return b.err
}

func (b *bench) measure(ctx context.Context, engine store.Engine) error {
	if engine == store.Postgres {
		server, err := storetest.StartPostgres()
		if err != nil {
			return err
		}
		defer server.Stop() //nolint:errcheck // closing a pipe; the server ends with this process at the latest
		b.postgres = server
	}
	if b.part != "offer" {
		for _, callers := range []int{1, 16, 64} {
			if err := b.enqueues(ctx, engine, callers); err != nil {
				return err
			}
		}
	}
	if b.part != "enqueue" {
		return b.offers(ctx, engine)
	}
	return nil
}

// open gives a fresh store.
func (b *bench) open(ctx context.Context, engine store.Engine) (*store.Store, error) {
	b.files++
	url := store.SQLiteURL(filepath.Join(b.dir, fmt.Sprintf("%d.db", b.files)))
	if engine == store.Postgres {
		var err error
		if url, err = b.postgres.Create(ctx); err != nil {
			return nil, err
		}
		if err = b.postgres.Settle(ctx); err != nil {
			return nil, err
		}
	}
	return store.Open(ctx, url, store.Options{})
}

func (b *bench) print(metric string, value float64, unit string) {
	if err := figure.Print(b.out, metric, value, unit); err != nil && b.err == nil {
		b.err = err
	}
}
