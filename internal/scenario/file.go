package scenario

// file is a scenario as it is written.
type file struct {
	Name     string           `yaml:"name"`
	About    string           `yaml:"about"`
	Start    string           `yaml:"start"`
	Days     int              `yaml:"days"`
	Timezone string           `yaml:"timezone"`
	Seed     uint64           `yaml:"seed"`
	Targets  []target         `yaml:"targets"`
	Queues   map[string]queue `yaml:"queues"`
	Arrivals []stream         `yaml:"arrivals"`
	Agents   []group          `yaml:"agents"`
	Sites    []site           `yaml:"sites"`
	Policies []policy         `yaml:"policies"`
	Variants []variant        `yaml:"variants"`
}

type target struct {
	KPI       string   `yaml:"kpi"`
	Queue     string   `yaml:"queue"`
	Channel   string   `yaml:"channel"`
	Segment   string   `yaml:"segment"`
	Variant   string   `yaml:"variant"`
	Threshold string   `yaml:"threshold"`
	AtLeast   string   `yaml:"at_least"`
	AtMost    string   `yaml:"at_most"`
	Between   []string `yaml:"between"`
}

type queue struct {
	Channel      string     `yaml:"channel"`
	ServiceLevel level      `yaml:"service_level"`
	WrapUp       dist       `yaml:"wrap_up"`
	OfferTimeout string     `yaml:"offer_timeout"`
	Choice       string     `yaml:"choice"`
	Priority     int        `yaml:"priority"`
	MaxLength    int        `yaml:"max_length"`
	Steps        []step     `yaml:"steps"`
	Overflow     []overflow `yaml:"overflow"`
	PerSite      bool       `yaml:"per_site"`
	DropAfter    string     `yaml:"drop_after"`
}

type level struct {
	Threshold string  `yaml:"threshold"`
	Goal      float64 `yaml:"goal"`
}

type step struct {
	After    string         `yaml:"after"`
	Lower    map[string]int `yaml:"lower"`
	Priority int            `yaml:"priority"`
}

type overflow struct {
	When when   `yaml:"when"`
	To   string `yaml:"to"`
}

type when struct {
	Waited       string `yaml:"waited"`
	ExpectedWait string `yaml:"expected_wait"`
	Length       int    `yaml:"length"`
	Unstaffed    bool   `yaml:"unstaffed"`
}

type stream struct {
	Name       string         `yaml:"name"`
	Queue      string         `yaml:"queue"`
	Segment    string         `yaml:"segment"`
	Site       string         `yaml:"site"`
	Language   string         `yaml:"language"`
	Timezone   string         `yaml:"timezone"`
	Priority   int            `yaml:"priority"`
	Needs      map[string]int `yaml:"needs"`
	PerDay     float64        `yaml:"per_day"`
	Weekdays   []float64      `yaml:"weekdays"`
	Hours      []float64      `yaml:"hours"`
	Months     []float64      `yaml:"months"`
	DayNoise   float64        `yaml:"day_noise"`
	Handle     dist           `yaml:"handle"`
	Patience   dist           `yaml:"patience"`
	Balk       float64        `yaml:"balk"`
	Premier    float64        `yaml:"premier"`
	TakeCharge *charge        `yaml:"take_charge"`
	Recall     recall         `yaml:"recall"`
}

type charge struct {
	Share float64 `yaml:"share"`
	Task  string  `yaml:"task"`
	Work  dist    `yaml:"work"`
	Then  *then   `yaml:"then"`
}

type then struct {
	Queue  string `yaml:"queue"`
	Handle dist   `yaml:"handle"`
}

type recall struct {
	Share  float64 `yaml:"share"`
	Within string  `yaml:"within"`
}

type group struct {
	Name      string         `yaml:"name"`
	Count     string         `yaml:"count"`
	Profile   []profileEntry `yaml:"profile"`
	Skills    map[string]int `yaml:"skills"`
	Site      string         `yaml:"site"`
	Timezone  string         `yaml:"timezone"`
	Shifts    []string       `yaml:"shifts"`
	Days      []string       `yaml:"days"`
	WorkDays  int            `yaml:"work_days"`
	Shrinkage float64        `yaml:"shrinkage"`
	NoAnswer  float64        `yaml:"no_answer"`
	Capacity  map[string]int `yaml:"capacity"`
}

// profileEntry is `billing` or `{queue: billing, rank: 2, delay: 30s}`.
type profileEntry struct {
	Queue string `yaml:"queue"`
	Rank  int    `yaml:"rank"`
	Delay string `yaml:"delay"`
}

// dist is `30s` (exponential), `never`, or a family with its parameters.
type dist struct {
	text        string
	Constant    *params  `yaml:"constant"`
	Exponential *params  `yaml:"exponential"`
	Lognormal   *params  `yaml:"lognormal"`
	Gamma       *params  `yaml:"gamma"`
	Empirical   []string `yaml:"empirical"`
}

type params struct {
	Mean string  `yaml:"mean"`
	CV   float64 `yaml:"cv"`
}

type site struct {
	Name   string `yaml:"name"`
	Region string `yaml:"region"`
	Metro  string `yaml:"metro"`
}

type policy struct {
	Every      string `yaml:"every"`
	MoveAgents moving `yaml:"move_agents"`
}

type moving struct {
	Within string `yaml:"within"`
	By     string `yaml:"by"`
	Most   int    `yaml:"most"`
	Travel string `yaml:"travel"`
}

type variant struct {
	Name     string   `yaml:"name"`
	Agents   []group  `yaml:"agents"`
	Policies []policy `yaml:"policies"`
	Premier  *bool    `yaml:"premier"`
}
