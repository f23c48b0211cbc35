package chat_test

import (
	"testing"
	"time"

	"turno/internal/channel/chat"
	"turno/internal/core"
)

// Ensure the links of a conversation end 90 days after it, and not while it goes on.
func TestLinks_End(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	open, over := r.open("luis"), r.open("marta")
	r.ends(over)
	opens := func(o chat.Opened) (byToken, byTranscript error) {
		_, byToken = r.Held(t.Context(), o.Token)
		_, byTranscript = r.Transcript(t.Context(), chat.TranscriptToken(o.Token))
		return byToken, byTranscript
	}
	r.now.Add((90*24*time.Hour - time.Minute).Microseconds())
	if byToken, byTranscript := opens(over); byToken != nil || byTranscript != nil {
		t.Errorf("before the end: %v, %v", byToken, byTranscript)
	}
	r.now.Add(time.Minute.Microseconds())
	byToken, byTranscript := opens(over)
	r.refused(byToken, core.NotFound)
	r.refused(byTranscript, core.NotFound)
	if byToken, byTranscript := opens(open); byToken != nil || byTranscript != nil {
		t.Errorf("while it goes on: %v, %v", byToken, byTranscript)
	}
	if _, err := r.Of(t.Context(), over.Contact); err != nil {
		t.Errorf("for colleagues: %v", err)
	}
}
