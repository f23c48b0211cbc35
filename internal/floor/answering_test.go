package floor

import "turno/internal/core"

// AnsweringOf is the rule of each channel of the vocabulary, as the channels say it.
func AnsweringOf(channel core.Channel) Answering {
	switch channel {
	case core.Chat, core.Email, core.WhatsApp, core.Facebook, core.X:
		return ByReply
	case core.Task:
		return ByAssignment
	case core.Visit, core.Voice, core.Callback:
		return ByNote
	default:
		return ByNote
	}
}
