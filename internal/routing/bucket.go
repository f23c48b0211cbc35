package routing

import "slices"

// bucketKey is what the waiting works of a bucket have in common: for any one
// group of agents they are all visible or all not.
type bucketKey struct {
	channel uint8
	slice   int32
	needs   int32
	added   int32 // 0 is the empty set
}

// bucket holds the waiting works of a queue with the same channel, needs in
// force, slice of waiting time and added profiles. Works that are offered,
// deferred or reserved are not in it.
type bucket struct {
	idx     int
	q       *queue
	channel uint8
	slice   int
	needs   *needset
	added   *addedSet
	line    line

	// candidates are the groups that may serve it; known and knownAdded say how
	// many of the queue's and the added profiles' groups were looked at.
	candidates []candidateGroup
	known      int
	knownAdded []int
}

// candidateGroup is a group, by number, that may serve a bucket: there are many,
// and nearly always all that is asked is whether somebody in it is free.
type candidateGroup struct{ idx, rank int32 }

// bucketFor is the bucket a waiting work belongs to, made if need be.
func (e *Engine) bucketFor(w *work) *bucket {
	q := w.queue
	key := bucketKey{
		channel: w.channel,
		slice:   w.slice,
		needs:   int32(w.needs.idx),
	}
	if w.added != nil {
		key.added = int32(w.added.idx)
	}
	if b := w.bucket; b != nil && b.q == q && b.key() == key {
		return b
	}
	b, ok := q.byKey[key]
	if !ok {
		b = &bucket{idx: len(q.buckets), q: q, channel: w.channel, slice: int(w.slice), needs: w.needs, added: w.added}
		q.byKey[key] = b
		q.buckets = append(q.buckets, b)
		q.heads = append(q.heads, entry{})
		if len(q.filled)*64 < len(q.buckets) {
			q.filled = append(q.filled, 0)
		}
		if b.added != nil {
			b.knownAdded = make([]int, len(b.added.profiles))
			for _, p := range b.added.profiles {
				p.added = append(p.added, b)
			}
		}
	}
	return b
}

func (b *bucket) key() bucketKey {
	key := bucketKey{channel: b.channel, slice: int32(b.slice), needs: int32(b.needs.idx)}
	if b.added != nil {
		key.added = int32(b.added.idx)
	}
	return key
}

func (b *bucket) insert(w *work) {
	b.line.insert(w.entry())
	b.head()
}

func (b *bucket) remove(w *work) {
	x := w.entry()
	b.line.remove(&x)
	b.head()
}

// head keeps the queue's dense copy of the bucket's first work.
func (b *bucket) head() {
	bit := uint64(1) << (b.idx % 64)
	if b.line.n == 0 {
		b.q.heads[b.idx] = entry{}
		b.q.filled[b.idx/64] &^= bit
		return
	}
	b.q.heads[b.idx] = *b.line.first()
	b.q.filled[b.idx/64] |= bit
}

// look brings the list of groups that may serve the bucket up to date.
func (b *bucket) look() {
	if b.known < len(b.q.groups) {
		b.candidates = b.extend(b.candidates, b.q.groups[b.known:], func(g *group) (int, bool) {
			row := g.profile.row(b.q)
			return row.rank, row.slice <= b.slice
		})
		b.known = len(b.q.groups)
	}
	for i := range b.knownAdded {
		p := b.added.profiles[i]
		if b.knownAdded[i] == len(p.groups) {
			continue
		}
		// A profile that sees the work by its own row keeps that row's rank.
		row := p.row(b.q)
		added := row == nil || row.slice > b.slice
		b.candidates = b.extend(b.candidates, p.groups[b.knownAdded[i]:], func(*group) (int, bool) { return rankAdded, added })
		b.knownAdded[i] = len(p.groups)
	}
}

// extend appends those of the groups that see the bucket, with their rank, and
// whose skills fit. It counts first: there are many such lists, and room to
// spare in each would cost more than the works themselves.
func (b *bucket) extend(list []candidateGroup, groups []*group, sees func(*group) (int, bool)) []candidateGroup {
	n := 0
	for _, g := range groups {
		if _, ok := sees(g); ok && g.fitsNeeds(b.needs) {
			n++
		}
	}
	if n > cap(list)-len(list) {
		list = append(make([]candidateGroup, 0, len(list)+n), list...)
	}
	for _, g := range groups {
		if rank, ok := sees(g); ok && g.fitsNeeds(b.needs) {
			list = append(list, candidateGroup{idx: int32(g.idx), rank: int32(rank)})
		}
	}
	return list
}

// addedFor interns a set of profiles.
func (e *Engine) addedFor(keys []string) *addedSet {
	if len(keys) == 0 {
		return nil
	}
	sorted := slices.Clone(keys)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	e.scratch = e.scratch[:0]
	for _, key := range sorted {
		e.scratch = append(append(e.scratch, key...), 0)
	}
	if s, ok := e.addedSets[string(e.scratch)]; ok {
		return s
	}
	s := &addedSet{idx: len(e.addedSets) + 1, keys: sorted}
	for _, key := range sorted {
		if p := e.profiles[key]; p != nil {
			s.profiles = append(s.profiles, p)
		}
	}
	e.addedSets[string(e.scratch)] = s
	return s
}
