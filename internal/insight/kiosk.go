package insight

import (
	"context"
	"time"

	"turno/internal/core"
)

// kiosk is what the kiosks of a site show of the day: open or not, and how long
// each service takes.
type kiosk struct {
	topic

	site string
}

// visitorStep is how finely visitors are told the expected wait.
const visitorStep = 30 * time.Second

func (b *Boards) openKiosk(ctx context.Context, site string, sink Sink) (func(), error) {
	if err := await(ctx, b.mirrored); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.org.HasNode("site:" + site) {
		return nil, core.Errorf(core.NotFound, "there is no site %q", site)
	}
	k := &kiosk{topic: newTopic(sink), site: site}
	k.show(b)
	k.send(true)
	b.kiosks[k] = struct{}{}
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		k.ended = true
		delete(b.kiosks, k)
	}, nil
}

func (k *kiosk) show(b *Boards) {
	now := b.now()
	k.begin()
	row := kioskSite{Open: b.org.SiteOpenAt(k.site, now), Languages: b.org.LanguagesOf(k.site)}
	if !row.Open {
		if at, open, ok := b.org.SiteNextChange(k.site, now); ok && open {
			row.OpensAt = at
		}
	}
	k.put("site", "site", docOf(row))
	for service, key := range b.org.ServiceQueues(k.site) {
		if q, ok := b.m.queues[key]; ok {
			k.put("service", service, docOf(kioskService{
				Waiting: len(q.waiting), Expected: expectedIn(q.expected, visitorStep),
			}))
		}
	}
	k.sweep("site", "service")
}
