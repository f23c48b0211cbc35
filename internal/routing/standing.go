package routing

// standing is a work's Status as a number: it is asked all the time.
type standing uint8

const (
	waiting standing = iota + 1
	offered
	assigned
	parked
	wrapping // its last leg has ended, only wrap-ups are left
)

var statuses = [...]Status{"", StatusWaiting, StatusOffered, StatusAssigned, StatusParked, StatusWrapUp} //nolint:gochecknoglobals // a constant of an array type

// public is the status as others know it.
func (s standing) public() Status { return statuses[s] }

// String is the status in messages.
func (s standing) String() string { return string(s.public()) }

// standingOf is zero for a status that there is not.
func standingOf(status Status) standing {
	for i, s := range statuses {
		if s == status {
			return standing(i)
		}
	}
	return 0
}
