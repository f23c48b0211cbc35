package alert

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/riverqueue/river"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// The events that are told.
const (
	eventOpened  = "opened"
	eventCleared = "cleared"
)

const (
	// A message is tried again after firstRetry, then after twice as long each time,
	// at most lastRetry, until giveUpAfter.
	firstRetry  = 5 * time.Second
	lastRetry   = 15 * time.Minute
	giveUpAfter = 24 * time.Hour
	attemptsMax = 200 // more than fit into giveUpAfter
	errorMax    = 300 // characters of an error that are kept
	sendMax     = 30 * time.Second
)

// Delivery is one message to one address.
type Delivery struct {
	ID       core.ID
	Event    string // opened, cleared
	Channel  string // mail, webhook
	Address  string
	Language string
	Attempts int64
	Created  core.Instant
	Sent     core.Instant // 0: not yet
	Failed   core.Instant // 0: not given up
	Error    string
}

func deliveryOf(row *db.AlertDelivery) Delivery {
	id, _ := core.ParseID(row.ID) // one of ours
	return Delivery{
		ID: id, Event: row.Event, Channel: row.Channel, Address: row.Address, Language: row.Language, Attempts: row.Attempts,
		Created: core.Instant(row.CreatedAt), Sent: core.Instant(row.SentAt), Failed: core.Instant(row.FailedAt), Error: row.Error,
	}
}

// deliver is the job that sends a message.
type deliver struct {
	Delivery string `json:"delivery"`
}

// Kind implements river.JobArgs.
func (deliver) Kind() string { return "alert_deliver" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (deliver) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: attemptsMax} }

// send writes the messages of an event and a job for each.
func (s *Service) send(ctx context.Context, tx *store.Tx, o *Occurrence, event string, to []address, now core.Instant) error {
	for _, a := range to {
		d := db.InsertAlertDeliveryParams{
			ID: clock.NewID().String(), OccurrenceID: o.ID.String(), Event: event,
			Channel: a.channel, Address: a.to, Language: a.language, CreatedAt: int64(now),
		}
		if a.channel == byMail && s.mailer == nil {
			d.FailedAt, d.Error = int64(now), "no mail server is set up"
		} else {
			job, err := s.opts.Add(ctx, tx, deliver{d.ID})
			if err != nil {
				return err
			}
			d.JobID = job
		}
		if err := tx.InsertAlertDelivery(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// owe gives messages that are still owed a new job, which takes the place of the
// one they had.
func (s *Service) owe(ctx context.Context, owed []db.AlertDelivery) error {
	if len(owed) == 0 {
		return nil
	}
	return s.opts.Store.Write(ctx, func(tx *store.Tx) error {
		for i := range owed {
			job, err := s.opts.Add(ctx, tx, deliver{owed[i].ID})
			if err != nil {
				return err
			}
			if _, err := tx.SetAlertDeliveryJob(ctx, job, owed[i].ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// AddWorkers makes the alerts' jobs known.
func (s *Service) AddWorkers(workers *river.Workers) { river.AddWorker(workers, &deliverer{s: s}) }

// deliverer carries the jobs out.
type deliverer struct {
	river.WorkerDefaults[deliver]

	s *Service
}

// Timeout implements river.Worker.
func (*deliverer) Timeout(*river.Job[deliver]) time.Duration { return sendMax }

// NextRetry implements river.Worker.
func (w *deliverer) NextRetry(job *river.Job[deliver]) time.Time {
	pause := lastRetry
	if job.Attempt < 12 { // 5 s doubled so often is more than lastRetry
		pause = min(firstRetry<<(job.Attempt-1), lastRetry)
	}
	jitter := 0.8 + 0.4*rand.Float64()
	return w.s.now().Add(time.Duration(jitter * float64(pause))).Time()
}

// errHopeless says that trying again makes no sense.
var errHopeless = errors.New("given up")

// Work implements river.Worker. A message that was sent meanwhile, or has another
// job, is none of this job's business.
func (w *deliverer) Work(ctx context.Context, job *river.Job[deliver]) error {
	s := w.s
	var row db.AlertDelivery
	var occurrence *Occurrence
	err := s.opts.Store.Read(ctx, func(q *db.Queries) (err error) {
		if row, err = q.GetAlertDelivery(ctx, job.Args.Delivery); err != nil {
			return err
		}
		of, err := q.GetAlertOccurrence(ctx, row.OccurrenceID)
		if err != nil {
			return err
		}
		occurrence, err = occurrenceOf(&of)
		return err
	})
	switch {
	case core.CodeOf(err) == core.NotFound: // deleted long since
		return river.JobCancel(err)
	case err != nil:
		return err
	case row.JobID != job.ID || row.SentAt != 0 || row.FailedAt != 0:
		return nil
	}
	d := deliveryOf(&row)
	err = s.deliver(ctx, &d, occurrence)
	return s.settle(ctx, &d, err)
}

func (s *Service) deliver(ctx context.Context, d *Delivery, o *Occurrence) error {
	m := s.message(o, d)
	switch {
	case d.Channel == byWebhook:
		return s.poster.post(ctx, d, m, s.now())
	case s.mailer == nil:
		return errors.New("no mail server is set up")
	default:
		return s.mailer.send(ctx, d, m, s.now())
	}
}

// settle notes what became of a try. That it was sent is noted even if the process is
// about to stop.
func (s *Service) settle(ctx context.Context, d *Delivery, sendErr error) error {
	now := s.now()
	d.Attempts++
	hopeless := false
	if sendErr == nil {
		d.Sent, d.Error = now, ""
	} else {
		d.Error = shorten(sendErr.Error(), errorMax)
		if hopeless = errors.Is(sendErr, errHopeless) || now.Sub(d.Created) >= giveUpAfter; hopeless {
			d.Failed = now
		}
		s.log.WarnContext(ctx, "a message was not sent", "delivery", d.ID.String(), "channel", d.Channel,
			"attempt", d.Attempts, "given_up", hopeless, "error", sendErr)
	}
	err := s.opts.Store.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		_, err := tx.SetAlertDelivery(ctx, db.SetAlertDeliveryParams{
			Attempts: d.Attempts, SentAt: int64(d.Sent), FailedAt: int64(d.Failed), Error: d.Error, ID: d.ID.String(),
		})
		return err
	})
	if err == nil && sendErr == nil {
		s.log.DebugContext(ctx, "a message was sent", "delivery", d.ID.String(), "channel", d.Channel)
	}
	if hopeless {
		return cmp.Or(err, river.JobCancel(sendErr))
	}
	return cmp.Or(sendErr, err)
}

func shorten(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
