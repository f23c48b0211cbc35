// Package script plays flows by text: what the customer enters and what the world
// answers, line by line, and what the flow says to it. It serves the tests of flows
// and the walk in the terminal. It is as pure as package flow.
//
//	# One sentence that says what the script shows.
//	channel: voice
//	number: +50370001111
//
//	< say Bienvenido.
//	< ask Para facturación, marque uno. [1 Facturación]
//	> 1
//	* hours open
//
// Lines beginning with > are what the customer keys in or types, those with * what
// happens or is answered, those with < what the flow does; with trace: on, those
// with a dot are the nodes that were passed.
package script
