package core

import (
	"fmt"
	"time"
)

// Fault says more exactly than the code what is wrong with a field, in a word that
// never changes: what a screen looks up to say it in the reader's language. The
// words in Message are for logs, and for programs without words of their own.
type Fault string

// The faults. Those that speak of a bound carry it as the error's Limit.
const (
	FaultRequired    Fault = "required"     // it is missing or empty
	FaultTooShort    Fault = "too_short"    // fewer characters than Limit
	FaultTooLong     Fault = "too_long"     // more characters (of a password: bytes) than Limit
	FaultTooLow      Fault = "too_low"      // a number below Limit
	FaultTooHigh     Fault = "too_high"     // a number above Limit
	FaultTooFew      Fault = "too_few"      // fewer entries than Limit
	FaultTooMany     Fault = "too_many"     // more entries than Limit
	FaultUnknown     Fault = "unknown"      // nothing has this key or id
	FaultUnknownKey  Fault = "unknown_key"  // the operation knows no such field
	FaultWrongType   Fault = "wrong_type"   // a number where a text is wanted, and the like
	FaultWrongFormat Fault = "wrong_format" // not an address, a date, a page of this list, …
	FaultWrongChoice Fault = "wrong_choice" // none of the values to choose from
	FaultNotText     Fault = "not_text"     // control characters, or no UTF-8
	FaultNotAllowed  Fault = "not_allowed"  // the caller may not choose this
	FaultTaken       Fault = "taken"        // somebody or something else has it
	FaultElsewhere   Fault = "elsewhere"    // it is not of this site
	FaultUnfit       Fault = "unfit"        // it cannot do what is asked of it
	FaultMismatch    Fault = "mismatch"     // it is not what we have: the present password, a token
	FaultTooSimple   Fault = "too_simple"   // a password that is easily guessed
	FaultUsed        Fault = "used"         // it was used for something else before
	FaultClosed      Fault = "closed"       // it is closed now
	FaultFull        Fault = "full"         // it takes no more
)

// What is wrong with the organisation as a whole: rules between one field and another.
const (
	FaultBoth            Fault = "both"             // one of two that only go together
	FaultNoShare         Fault = "no_share"         // no share: 0.8 is 80 %
	FaultHouseLanguage   Fault = "house_language"   // the text in the organisation's first language is missing
	FaultForeignLanguage Fault = "foreign_language" // a language that the organisation does not speak
	FaultTooBrief        Fault = "too_brief"        // a duration below Limit, in seconds
	FaultTooLasting      Fault = "too_lasting"      // a duration above Limit, in seconds
	FaultLevelRange      Fault = "level_range"      // no level of a skill: 1 to 5
	FaultNotOfTeam       Fault = "not_of_team"      // a team has no such thing of its own
	FaultNotUsed         Fault = "not_used"         // it says nothing beside what else is set
	FaultNobodyThere     Fault = "nobody_there"     // it goes to people, and there are none
	FaultWrongChannel    Fault = "wrong_channel"    // a queue of another channel
	FaultOneLine         Fault = "one_line"         // a queue with a line at every branch, where one line is wanted
	FaultNoVariable      Fault = "no_variable"      // a variable that there is not
	FaultOnlyBranch      Fault = "only_branch"      // the site is no branch
	FaultItself          Fault = "itself"           // it leads to itself
	FaultTooDeep         Fault = "too_deep"         // more levels than Limit
	FaultOnlyLeaf        Fault = "only_leaf"        // the service has others under it
	FaultNoPrefix        Fault = "no_prefix"        // no letters of a ticket
	FaultOnePlace        Fault = "one_place"        // at every branch, or at one site
	FaultNoPlace         Fault = "no_place"         // it needs a place
	FaultOnlyTimed       Fault = "only_timed"       // for a timed wrap-up only
	FaultOutOfOrder      Fault = "out_of_order"     // later than the one after it
	FaultIdle            Fault = "idle"             // it does nothing
	FaultNotForVisitors  Fault = "not_for_visitors" // a visitor cannot go there
	FaultWhichSite       Fault = "which_site"       // the queue has a line at every branch: which one?
	FaultNoProfile       Fault = "no_profile"       // skills without a profile
	FaultNoWork          Fault = "no_work"          // the profile serves no queue where they work
)

// FaultPassword and FaultSecondFactor are of no field: what the caller must do
// before anything else.
const (
	FaultPassword     Fault = "password"      // change the password
	FaultSecondFactor Fault = "second_factor" // set up a second factor
)

// Faults lists all of them.
func Faults() []Fault {
	return []Fault{
		FaultRequired, FaultTooShort, FaultTooLong, FaultTooLow, FaultTooHigh, FaultTooFew, FaultTooMany,
		FaultUnknown, FaultUnknownKey, FaultWrongType, FaultWrongFormat, FaultWrongChoice, FaultNotText,
		FaultNotAllowed, FaultTaken, FaultElsewhere, FaultUnfit, FaultMismatch, FaultTooSimple, FaultUsed,
		FaultClosed, FaultFull, FaultPassword, FaultSecondFactor,
		FaultBoth, FaultNoShare, FaultHouseLanguage, FaultForeignLanguage, FaultTooBrief, FaultTooLasting, FaultLevelRange, FaultNotOfTeam, FaultNotUsed, FaultNobodyThere, FaultWrongChannel, FaultOneLine, FaultNoVariable, FaultOnlyBranch, FaultItself, FaultTooDeep, FaultOnlyLeaf, FaultNoPrefix, FaultOnePlace, FaultNoPlace, FaultOnlyTimed, FaultOutOfOrder, FaultIdle, FaultNotForVisitors, FaultWhichSite, FaultNoProfile, FaultNoWork,
	}
}

// Faultf is FieldErrorf with what is wrong with the field.
func Faultf(code Code, field string, fault Fault, format string, args ...any) error {
	return &Error{Code: code, Field: field, Fault: fault, Message: fmt.Sprintf(format, args...)}
}

// Boundf is Faultf for a field that is beyond a bound.
func Boundf(code Code, field string, fault Fault, limit int, format string, args ...any) error {
	return &Error{Code: code, Field: field, Fault: fault, Limit: limit, Message: fmt.Sprintf(format, args...)}
}

// TooSoon refuses what is asked too often. Asking again makes sense after wait,
// which the words and a Retry-After say alike, in whole seconds.
func TooSoon(wait time.Duration, words string) error {
	wait = max(time.Second, (wait + time.Second - 1).Truncate(time.Second))
	return &Error{Code: Throttled, Wait: wait, Message: fmt.Sprintf("%s: try again in %s", words, wait)}
}
