package flow

import (
	"strings"
	"time"
	"unicode/utf8"
)

// template compiles a text with values that is not said: an address, a number.
func (c *checker) template(field, text string) {
	if text == "" {
		c.mistakef(field, "it is needed")
		return
	}
	if utf8.RuneCountInString(text) > promptMax {
		c.mistakef(field, "longer than %d characters", promptMax)
		return
	}
	pieces, err := splitPieces(text, c.any)
	if err != nil {
		c.mistakef(field, "%s", message(err))
	}
	for _, p := range pieces {
		if p.value != nil && p.form != formText && p.form != formNumber {
			c.mistakef(field, "%s is a way to say a value; here it is put in as it is", p.form)
		}
	}
	c.node.texts[field] = pieces
}

func (c *checker) data(n *DataNode) {
	switch n.From {
	case FromRecord:
		if n.Connection != "" || n.Method != "" || n.Path != "" || len(n.Fields) > 0 {
			c.mistakef("data", "the customer's own record needs no connection, method, path or fields")
		}
	case FromHTTP:
		c.request(n)
	default:
		c.mistakef("data.from", "%q is neither %s nor %s", n.From, FromRecord, FromHTTP)
	}
	c.bound("data.fields", len(n.Fields), 0, listMax)
	for i, f := range n.Fields {
		if f.Name == "" {
			c.mistakef(indexed("data.fields", i)+".name", "a name is needed")
		}
		c.expression(indexed("data.fields", i)+".value", f.Value, "")
	}
	c.bound("data.take", len(n.Take), 0, listMax)
	for i, one := range n.Take {
		at := indexed("data.take", i)
		if c.code.types[one.Variable] == "" {
			c.mistakef(at+".variable", "there is no variable %q", one.Variable)
		}
		if one.Path == "" {
			c.mistakef(at+".path", "a path into the answer is needed, like account.balance")
		}
	}
	c.duration("data.timeout", n.Timeout, time.Minute)
}

// request checks what is sent to another system.
func (c *checker) request(n *DataNode) {
	c.want("data.connection", RefConnection, n.Connection)
	c.template("data.path", n.Path)
	if !strings.HasPrefix(n.Path, "/") {
		c.mistakef("data.path", "a path begins with /")
	}
	switch n.Method {
	case "", methodGet:
		if len(n.Fields) > 0 {
			c.mistakef("data.fields", "a GET sends nothing; put the values into the path")
		}
	case methodPost:
	default:
		c.mistakef("data.method", "%q is neither GET nor POST", n.Method)
	}
}

func (c *checker) queue(n *QueueNode) {
	c.want("queue.queue", RefQueue, n.Queue)
	c.bound("queue.needs", len(n.Needs), 0, 4)
	for i, alternative := range n.Needs {
		c.bound(indexed("queue.needs", i), len(alternative), 1, 4)
		for _, skill := range sortedKeys(alternative) {
			at := indexed("queue.needs", i) + "." + skill
			c.want(at, RefSkill, skill)
			c.bound(at, alternative[skill], 1, 5)
		}
	}
	c.bound("queue.language", n.Language, 0, 5)
	if n.Priority != "" {
		c.expression("queue.priority", n.Priority, TypeNumber)
	}
	if n.Preferred != "" {
		c.expression("queue.preferred", n.Preferred, TypeText)
	} else if n.Reserve != 0 {
		c.mistakef("queue.reserve", "it is of no use without a preferred agent")
	}
	c.duration("queue.reserve", n.Reserve, time.Hour)
	c.duration("queue.timeout", n.Timeout, time.Minute)
}

func (c *checker) callback(n *CallbackNode) {
	c.prompt("callback.prompt", n.Prompt, true)
	c.prompt("callback.label", n.Label, true)
	c.duration("callback.timeout", n.Timeout, 5*time.Minute)
	if n.Key != "" {
		c.choiceKey("callback.key", n.Key, map[string]bool{})
	}
	if n.Queue != "" {
		c.want("callback.queue", RefQueue, n.Queue)
	}
	if n.Number != "" {
		c.expression("callback.number", n.Number, TypeText)
	}
}

func (c *checker) survey(n *SurveyNode) {
	c.prompt("survey.prompt", n.Prompt, true)
	c.prompt("survey.invalid", n.Invalid, false)
	c.duration("survey.timeout", n.Timeout, 5*time.Minute)
	c.retries("survey.retries", n.Retries)
	if !keyPattern(n.Question) {
		c.mistakef("survey.question", "%q is not a key under which answers are counted", n.Question)
	}
	want := TypeNumber
	if n.Metric == MetricText {
		want = TypeText
	} else if _, _, ok := scale(n.Metric); !ok {
		c.mistakef("survey.metric", "%q is none of csat, nps, ces and text", n.Metric)
	}
	if n.Into != "" {
		c.variable("survey.into", n.Into, want)
	}
}
