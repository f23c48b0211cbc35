package audit

import (
	"turno/internal/core"
)

// Kind says what happened. The names are for people who search: what it was done
// to, then what was done.
type Kind string

// The kinds.
const (
	ConfigurationChanged Kind = "configuration.changed"

	AgentPresence     Kind = "agent.presence" // a state forced by a supervisor
	AgentMoved        Kind = "agent.moved"
	AgentSignedOut    Kind = "agent.signed_out"
	WorkAssigned      Kind = "work.assigned"
	WorkReprioritised Kind = "work.reprioritised"
	WorkTransferred   Kind = "work.transferred"
	WorkCancelled     Kind = "work.cancelled"
	WorkReturned      Kind = "work.returned"
	WorkReleased      Kind = "work.released"
	QueueOpened       Kind = "queue.opened"
	QueueClosed       Kind = "queue.closed"

	SessionOpened  Kind = "session.opened"
	SessionRefused Kind = "session.refused"
	SessionEnded   Kind = "session.ended"
	SessionsEnded  Kind = "sessions.ended" // of a user, by somebody else or by the user elsewhere

	PasswordChanged Kind = "password.changed" // by its owner
	PasswordSet     Kind = "password.set"     // by somebody else, or by invitation

	SecondFactorSet     Kind = "second_factor.set"
	SecondFactorRemoved Kind = "second_factor.removed" // by its owner
	SecondFactorReset   Kind = "second_factor.reset"   // by somebody else
	RecoveryCodesMade   Kind = "recovery_codes.made"
	RecoveryCodeUsed    Kind = "recovery_code.used"

	TokenCreated Kind = "token.created"
	TokenRevoked Kind = "token.revoked"

	InvitationMade Kind = "invitation.made"
	InvitationUsed Kind = "invitation.used"

	IdentityLinked   Kind = "identity.linked" // of a provider, at its first sign-in
	IdentityUnlinked Kind = "identity.unlinked"

	DevicePaired  Kind = "device.paired"  // a screen became a kiosk, display or wall
	DeviceRevoked Kind = "device.revoked" // its key was taken away
	DeviceRenewed Kind = "device.renewed" // a new link, from the command line

	AlertTaken Kind = "alert.taken"
	AlertMuted Kind = "alert.muted"

	CustomerViewed Kind = "customer.viewed"
	CustomersFound Kind = "customers.found"
	AuditExported  Kind = "audit.exported"

	CustomerExported Kind = "customer.exported" // all that is kept of a person was given out
	CustomerErased   Kind = "customer.erased"
)

// Kinds lists all of them, in the order in which people read them.
func Kinds() []Kind {
	return []Kind{
		ConfigurationChanged,
		AgentPresence, AgentMoved, AgentSignedOut, WorkAssigned, WorkReprioritised, WorkTransferred, WorkCancelled,
		WorkReturned, WorkReleased, QueueOpened, QueueClosed,
		SessionOpened, SessionRefused, SessionEnded, SessionsEnded, PasswordChanged, PasswordSet,
		SecondFactorSet, SecondFactorRemoved, SecondFactorReset, RecoveryCodesMade, RecoveryCodeUsed,
		TokenCreated, TokenRevoked, InvitationMade, InvitationUsed, IdentityLinked, IdentityUnlinked,
		DevicePaired, DeviceRevoked, DeviceRenewed, AlertTaken, AlertMuted, CustomerViewed, CustomersFound,
		CustomerExported, CustomerErased, AuditExported,
	}
}

// Party is what sort of party somebody is.
type Party string

// The parties.
const (
	User     Party = "user"
	Operator Party = "operator" // the command line, on the machine of the store
	System   Party = "system"
	Nobody   Party = "nobody" // who could not be told: a sign-in with a login that does not exist
)

// By says who did something.
type By struct {
	Party Party
	Who   string // the user's id; empty for the others
	Via   string // `token:ID` for what an API token did; empty otherwise
}

// ByUser is a user at a screen.
func ByUser(id core.ID) By { return By{Party: User, Who: id.String()} }

// Entry is what is to be recorded.
type Entry struct {
	By
	Kind Kind
	// Object is what it was done to, as `kind:key`: `queue:billing`, `user:ID`.
	Object string
	// Detail is written as JSON: before and after, and what else tells the story.
	// Nil: there is nothing to add.
	Detail any
}

// OfUser names a user as the object of an entry.
func OfUser(id core.ID) string { return "user:" + id.String() }

// OfCustomer names a customer as the object of an entry.
func OfCustomer(id core.ID) string { return "customer:" + id.String() }

// OfWork names a work as the object of an entry.
func OfWork(id core.ID) string { return "work:" + id.String() }

// OfAlert names an alert as the object of an entry.
func OfAlert(key string) string { return "alert:" + key }

// OfQueue names a queue as the object of an entry.
func OfQueue(key string) string { return "queue:" + key }

// OfDevice names a device as the object of an entry.
func OfDevice(key string) string { return "device:" + key }
