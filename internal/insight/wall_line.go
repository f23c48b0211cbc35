package insight

import (
	"cmp"
	"slices"

	"turno/internal/core"
	"turno/internal/kpi"
)

// queueLine is the line of one queue of a wall.
type queueLine struct {
	Queue  string       `json:"queue"`
	Site   string       `json:"site"`
	Points [][2]float64 `json:"points"`
}

// showLines puts the lines of a wall: of all its queues together, and of each.
func (b *Boards) showLines(f *floorBoard) {
	f.put("line", "line", docOf(b.line(f)))
	for _, key := range b.m.keys {
		q := b.m.queues[key]
		if !f.has(q.site) {
			continue
		}
		f.put("queue_line", key, b.queueLineDoc(q))
	}
}

// queueLineDoc is a queue's line. It is made anew only when the queue's day has
// changed, of which every quarter is a part.
func (b *Boards) queueLineDoc(q *queue) []byte {
	day, ok := b.f.lines[lineKey{q.base, q.site}]
	if !ok {
		day = &lineDay{}
	}
	if q.line.doc == nil || q.line.of != day || q.line.from.tally != day.tally {
		line := queueLine{Queue: q.base, Site: q.site, Points: b.lineOf(day.quarters).Points}
		q.line = queueDoc{from: queueFrom{tally: day.tally}, of: day, doc: docOf(line)}
	}
	return q.line.doc
}

// line is that of all the queues of a scope.
func (b *Boards) line(f *floorBoard) wallLine {
	all := map[core.Instant]*kpi.Tally{}
	for key, day := range b.f.lines {
		if !f.has(key.site) {
			continue
		}
		for at, part := range day.quarters {
			if all[at] == nil {
				all[at] = &kpi.Tally{}
			}
			all[at].Merge(part)
		}
	}
	return b.lineOf(all)
}

// lineOf is today's service level in quarter hours, oldest first; one in which
// nothing counts has no point.
func (b *Boards) lineOf(quarters map[core.Instant]*kpi.Tally) wallLine {
	line := wallLine{Points: [][2]float64{}}
	for at, sum := range quarters {
		if level := b.value(sum, "service_level"); level.Value != nil {
			line.Points = append(line.Points, [2]float64{float64(at), *level.Value})
		}
	}
	slices.SortFunc(line.Points, func(a, b [2]float64) int { return cmp.Compare(a[0], b[0]) })
	return line
}
