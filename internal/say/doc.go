// Package say puts numbers, places, amounts, times, dates and waits into words, as
// they are said and as they are written in Spanish, Portuguese, Italian and
// English: with the right gender, the short forms before a noun (un, primer), and
// the prepositions that melt with an article (às, all'una).
//
// It is pure and knows no time zone: times are the civil times of whoever is
// spoken to.
package say
