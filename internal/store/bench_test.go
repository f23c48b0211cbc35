package store_test

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// workDoc is about the size of an engine's work state.
const workDoc = `{"id":"01931c5e-7b7a-7c3e-8f43-2b8f6d6f2a11","state":"waiting","leg":1,"queue":"billing@centro","channel":"visit","priority":50,"arrived":1767258000000000,"queued":1767258000000000,"needs":[{"skill":"es","level":3},{"skill":"billing","level":2}],"declined":[],"stage":0}`

const workMeta = `{"contact":"01931c5e-7b7a-7c3e-8f43-2b8f6d6f2a12","direction":"inbound","program":"main","site":"centro","service":"billing","customer":"","segment":"premier","language":"es","label":"A-014","threshold":900000000}`

// BenchmarkEnqueue is what the floor's hot path costs the store: transactions of
// so many enqueues, each one work row and one command row, with a contact row
// where said. Every transaction is on disk when Write returns.
func BenchmarkEnqueue(b *testing.B) {
	for _, engine := range storetest.Engines() {
		for _, batch := range []int{1, 16, 64} {
			for _, contact := range []bool{false, true} {
				b.Run(fmt.Sprintf("%s/batch=%d/contact=%v", engine, batch, contact), func(b *testing.B) {
					s := storetest.Open(b, engine)
					before := cpuTime(b)
					b.ResetTimer()
					for n := 0; n < b.N; n += batch {
						enqueue(b, s, batch, contact)
					}
					b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "enqueues/s")
					b.ReportMetric(float64((cpuTime(b)-before).Nanoseconds())/float64(b.N), "cpu-ns/op")
				})
			}
		}
	}
}

func enqueue(b *testing.B, s *store.Store, batch int, contact bool) {
	b.Helper()
	works := make([]store.WorkRow, batch)
	commands := make([]store.CommandRow, batch)
	for i := range batch {
		works[i] = store.WorkRow{ID: clock.NewID(), Doc: []byte(workDoc), Meta: []byte(workMeta)}
		commands[i] = store.CommandRow{ID: clock.NewID(), At: clock.Now()}
	}
	ctx := context.Background()
	err := s.Write(ctx, func(tx *store.Tx) error {
		if contact {
			for i := range works {
				if err := tx.InsertContact(ctx, benchContact(works[i].ID)); err != nil {
					return err
				}
			}
		}
		if err := tx.UpsertWorks(ctx, works); err != nil {
			return err
		}
		return tx.InsertCommands(ctx, commands)
	})
	if err != nil {
		b.Fatal(err)
	}
}

func benchContact(id core.ID) db.InsertContactParams {
	return db.InsertContactParams{
		ID: id.String(), Channel: "visit", Direction: "inbound", Program: "main", Site: "centro", Service: "billing",
		Segment: "premier", Language: "es", Label: "A-014", State: "open", ArrivedAt: int64(clock.Now()), Version: 1,
	}
}

// cpuTime is what this process has used, so that a figure can be judged on a
// machine where others work too.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
