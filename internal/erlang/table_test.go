package erlang

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"
)

// row is a line of testdata/erlang_reference.csv: exact values computed elsewhere.
type row struct {
	model                                                   string
	lambda, service, patience, agents, load                 float64
	waitOrBlock, abandon, meanWaitS, within20OrSL, occupied float64
}

func table(t *testing.T) []row {
	t.Helper()
	f, err := os.Open("testdata/erlang_reference.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for _, line := range lines[1:] {
		n := func(i int) float64 {
			if line[i] == "" {
				return 0
			}
			v, err := strconv.ParseFloat(line[i], 64)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		rows = append(rows, row{line[0], n(1), n(2), n(3), n(4), n(5), n(6), n(7), n(8), n(9), n(10)})
	}
	return rows
}

// Ensure that the reference table comes out, to six digits and better.
func TestTable(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, r := range table(t) {
		seen++
		agents := int(r.agents)
		if r.model == "B" {
			near(t, "blocked", Blocked(agents, r.load), r.waitOrBlock, 1e-8)
			near(t, "occupancy", r.load*(1-Blocked(agents, r.load))/r.agents, r.occupied, 1e-8)
			continue
		}
		f := Queue{PerSecond: r.load / r.service / 60, ServiceS: r.service * 60, PatienceS: r.patience * 60}.Staffed(agents)
		near(t, "waits", f.Waits, r.waitOrBlock, 1e-8)
		near(t, "abandons", f.Abandons, r.abandon, 1e-8)
		near(t, "mean wait", f.MeanWaitS, r.meanWaitS, 1e-6)
		near(t, "within 20 s", f.Answered(20), r.within20OrSL, 1e-8)
		near(t, "occupancy", f.Occupancy, r.occupied, 1e-8)
	}
	if seen != 23 {
		t.Errorf("the table has 23 rows, %d were looked at", seen)
	}
}

// Ensure that the loads of the classical table of Erlang B (ITU-D SG 2 Handbook
// "Teletraffic Engineering", table of the loss formula) come out as printed.
func TestLoadsOfTheLossTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		agents  int
		blocked float64
		load    float64
	}{
		{1, 0.01, 0.0101},
		{2, 0.01, 0.153},
		{5, 0.01, 1.36},
		{10, 0.01, 4.46},
		{20, 0.01, 12.03},
		{50, 0.01, 37.90},
		{100, 0.01, 84.06},
		{1, 0.05, 0.0526},
		{5, 0.05, 2.22},
		{10, 0.05, 6.22},
		{20, 0.05, 15.25},
		{10, 0.001, 3.09},
		{20, 0.02, 13.18},
	} {
		digits := math.Pow(10, math.Floor(math.Log10(c.load))-2)
		near(t, "load", LoadFor(c.agents, c.blocked), c.load, 0.51*max(digits, 0.01))
	}
}

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if !(math.Abs(got-want) <= by) {
		t.Errorf("%s: %.12g, want %.12g ± %g", what, got, want, by)
	}
}
