package scenario_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"turno/internal/sim"
)

var rewrite = flag.Bool("rewrite", false, "write the golden file")

// Ensure that every shipped scenario runs (at most a week of it, with the staff that
// Erlang A asks for) and comes to the verdicts in the golden file.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, name := range []string{"branch-network.yaml", "business-care.yaml", "global-retail.yaml", "social-care.yaml"} {
		for _, v := range read(t, name) {
			sc := v.Scenario
			sc.Days = min(sc.Days, 7)
			sc = sim.StaffByFormula(&sc).Apply(sc)
			res, err := sim.Run(&sc)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, x := range res.Report(false).Targets {
				value := "–"
				if x.Value != nil {
					value = fmt.Sprintf("%.4g", *x.Value)
				}
				fmt.Fprintln(&all, strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s %s: %s %s", name, v.Name, x.KPI, x.Queue, x.Channel, value, x.Verdict)), " "))
			}
		}
	}
	const golden = "testdata/verdicts.txt"
	if *rewrite {
		if err := os.WriteFile(golden, []byte(all.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if all.String() != string(want) {
		t.Errorf("the verdicts are\n%s\nand were\n%s", all.String(), want)
	}
}
