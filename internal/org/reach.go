package org

// LinesFor are the queues, as the engine knows them, whose works a user may
// receive: those of the profile at the user's site whose own needs the user's
// skills meet. Empty for who has no profile.
func (o *Organisation) LinesFor(u *User) []string {
	p, ok := o.Profile(u.Profile)
	if !ok || u.Profile == "" {
		return nil
	}
	_, fixed := SplitProfile(u.Profile)
	site := fixed
	if site == "" {
		site = o.SiteOf(u)
	}
	var lines []string
	for _, pq := range o.routingProfile(p, site).Queues {
		if q, known := o.Queue(pq.Queue); known && meets(u.Skills, q) {
			lines = append(lines, pq.Queue)
		}
	}
	return lines
}

// meets reports whether skills satisfy one of a queue's own alternatives.
func meets(skills map[string]int, q *Queue) bool {
	if len(q.Needs) == 0 {
		return true
	}
	for _, alternative := range q.Needs {
		all := true
		for _, n := range alternative {
			all = all && skills[n.Skill] >= n.Level
		}
		if all {
			return true
		}
	}
	return false
}
