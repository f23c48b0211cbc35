// Package audit watches a routing engine from outside and says when it breaks a
// promise. It shares no code with the engine: from the commands and the effects
// it keeps a model of its own, and from the rules of the house its own answer
// to "may this agent take this work now?".
//
// After each Step the caller hands over what went in and what came out, and
// then the engine itself, to be asked about its next timer and its public state:
//
//	effects, err := engine.Step(now, cmd)
//	problem := auditor.Observe(now, cmd, effects, err)
//	problem = auditor.Settle(engine)
//
// Observe checks each effect as it comes: nobody is offered what they may not
// take, no work is offered twice, the choice was the best, each leg ends once.
// Settle checks the state between steps: no agent and no waiting work are left
// apart that may come together, no timer is overdue, and what the engine tells
// about its state is what it did.
//
// Where the rules leave a point open the auditor accepts every reading: its
// answer is then Unclear, and neither an offer nor its absence is a breach.
package audit
