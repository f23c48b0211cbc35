package say

import (
	"strconv"
	"time"
)

// Wait says about how long something takes, as a caller is told: in whole minutes,
// rounded up, from an hour on in steps of five.
func (l Language) Wait(d time.Duration) Said {
	minutes := int64((d + time.Minute - 1) / time.Minute)
	switch {
	case d < time.Minute:
		return Said{l.words.lessThanMinute, "< 1 min"}
	case minutes > 60:
		minutes = (minutes + 4) / 5 * 5
	}
	return l.length(minutes/60, minutes%60, 0)
}

// Length says a length of time exactly, in hours, minutes and seconds.
func (l Language) Length(d time.Duration) Said {
	seconds := int64(max(d, 0) / time.Second)
	return l.length(seconds/3600, seconds/60%60, seconds%60)
}

func (l Language) length(hours, minutes, seconds int64) Said {
	var spoken, shown []string
	add := func(n int64, of noun, unit string) {
		if n > 0 {
			spoken = append(spoken, l.count(n, of))
			shown = append(shown, strconv.FormatInt(n, 10)+"\u00a0"+unit)
		}
	}
	add(hours, l.words.hour, "h")
	add(minutes, l.words.minute, "min")
	add(seconds, l.words.second, "s")
	if len(spoken) == 0 {
		return Said{l.count(0, l.words.second), "0\u00a0s"}
	}
	said := Said{spoken[0], shown[0]}
	for i := 1; i < len(spoken); i++ {
		join := ", "
		if i == len(spoken)-1 {
			join = " " + l.words.and + " "
		}
		said.Spoken += join + spoken[i]
		said.Shown += " " + shown[i]
	}
	return said
}
