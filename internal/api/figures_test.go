package api_test

import (
	"fmt"
	"testing"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
)

// Ensure the intervals behind a figure are those that reach into its period, page
// by page, and add up to it.
func TestFigureIntervals(t *testing.T) {
	t.Parallel()
	h := open(t)
	ana, laura := h.as("ana"), h.as("laura")
	ana.call("POST", "/desk/sign-in", map[string]any{"counter": "mixco-3", "ready": true}).want(t, 204, nil)
	for range 3 {
		ana.call("PUT", "/desk/presence", map[string]any{"presence": "not_ready", "reason": "lunch"}).want(t, 204, nil)
		ana.call("PUT", "/desk/presence", map[string]any{"presence": "ready"}).want(t, 204, nil)
	}
	ana.call("POST", "/desk/sign-out", map[string]any{}).want(t, 204, nil)

	const fortnight = core.Instant(14 * 24 * time.Hour / time.Microsecond)
	from, to := clock.Now()-fortnight, clock.Now()+fortnight
	period := fmt.Sprintf("?from=%d&to=%d&site=mixco", from, to)
	var figure struct{ Num, Den int64 }
	laura.call("GET", "/kpis/occupancy"+period, nil).want(t, 200, &figure)

	var ready int64
	after, pages := "", 0
	for {
		var page struct {
			Items []struct {
				Agent    core.ID
				Presence core.Presence
				From, To core.Instant
			}
			Next string
		}
		laura.call("GET", "/kpis/occupancy/intervals"+period+"&limit=2&after="+after, nil).want(t, 200, &page)
		pages++
		for _, i := range page.Items {
			if i.Presence == core.Ready {
				ready += int64(i.To - i.From)
			}
		}
		if after = page.Next; after == "" {
			break
		}
	}
	if pages < 3 || figure.Num != 0 || figure.Den == 0 || ready != figure.Den {
		t.Fatalf("%d pages, ready for %d, the figure %+v", pages, ready, figure)
	}

	// A period before all of it holds none.
	var none struct{ Items []struct{} }
	before := fmt.Sprintf("?from=%d&to=%d&site=mixco", from-2, from-1)
	laura.call("GET", "/kpis/occupancy/intervals"+before, nil).want(t, 200, &none)
	if len(none.Items) != 0 {
		t.Fatalf("%d intervals before the first", len(none.Items))
	}
	laura.call("GET", "/kpis/happiness/intervals"+before, nil).refused(t, core.NotFound, "")
	ana.call("GET", "/kpis/occupancy/intervals"+before, nil).refused(t, core.Forbidden, "")
}
