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
	line    line
	q       *queue
	needs   *needset
	added   *addedSet
	servers *servers // nil until asked
	next    *bucket  // where works last went on to
	idx     int32    // in the queue
	slice   int32
	channel uint8
}

// servers are the groups that may serve a bucket. On a busy floor hardly anybody
// asks for them.
type servers struct {
	list []candidateGroup
	// How many of the queue's and the added profiles' groups were looked at.
	known      int
	knownAdded []int
}

// candidateGroup is a group, by number, that may serve a bucket: there are many,
// and nearly always all that is asked is whether somebody in it is free.
type candidateGroup struct{ idx, rank int32 }

// bucketFor is the bucket a waiting work belongs to, made if need be. Most works
// of a bucket go on to the same next one.
func (e *Engine) bucketFor(w *work) *bucket {
	last := w.bucket
	if last == nil {
		return e.findBucket(w)
	}
	if last.suits(w) {
		return last
	}
	if last.next == nil || !last.next.suits(w) {
		last.next = e.findBucket(w)
	}
	return last.next
}

// suits reports whether a waiting work belongs to the bucket.
func (b *bucket) suits(w *work) bool {
	return b.q == w.queue && b.needs == w.needs && b.added == w.added && b.slice == w.slice && b.channel == w.channel
}

// findBucket is the queue's bucket for a work.
func (e *Engine) findBucket(w *work) *bucket {
	q := w.queue
	key := bucketKey{channel: w.channel, slice: w.slice, needs: int32(w.needs.idx)}
	if w.added != nil {
		key.added = int32(w.added.idx)
	}
	b, ok := q.byKey[key]
	if !ok {
		b = &bucket{idx: int32(len(q.buckets)), q: q, channel: w.channel, slice: w.slice, needs: w.needs, added: w.added}
		q.byKey[key] = b
		q.buckets = append(q.buckets, b)
		q.heads = append(q.heads, entry{})
		if len(q.filled)*64 < len(q.buckets) {
			q.filled = append(q.filled, 0)
		}
		if b.added != nil {
			for _, p := range b.added.profiles {
				p.added = append(p.added, b)
			}
		}
	}
	return b
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

// candidates are the groups that may serve the bucket.
func (b *bucket) candidates() []candidateGroup {
	s := b.servers
	if s == nil {
		s = &servers{}
		if b.added != nil {
			s.knownAdded = make([]int, len(b.added.profiles))
		}
		b.servers = s
	}
	if s.known < len(b.q.groups) {
		s.list = b.extend(s.list, b.q.groups[s.known:], func(g *group) (int, bool) {
			row := g.profile.row(b.q)
			return row.rank, row.slice <= int(b.slice)
		})
		s.known = len(b.q.groups)
	}
	for i := range s.knownAdded {
		p := b.added.profiles[i]
		if s.knownAdded[i] == len(p.groups) {
			continue
		}
		// A profile that sees the work by its own row keeps that row's rank.
		row := p.row(b.q)
		added := row == nil || row.slice > int(b.slice)
		s.list = b.extend(s.list, p.groups[s.knownAdded[i]:], func(*group) (int, bool) { return rankAdded, added })
		s.knownAdded[i] = len(p.groups)
	}
	return s.list
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
