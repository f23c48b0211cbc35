package studio

import (
	"strings"
	"testing"
)

// Ensure a table of people becomes a draft: new ones, changed ones, and nothing
// for those who are as the table says.
func TestImportPeople(t *testing.T) {
	t.Parallel()
	o := demo(t)
	luis, _ := o.User("luis")
	table := "\ufefflogin;name;team;profile;skills;roles\n" +
		"nina;Nina Paz;mixco;counter;es:5 billing:3;agent@team:mixco\n" +
		"ana;Ana Lima;mixco;counter;es:5 billing:3;agent@team:mixco\n"
	edits, err := ImportPeople(o, []byte(table))
	if err != nil || len(edits) != 2 {
		t.Fatalf("%d edits, %v", len(edits), err)
	}
	after := edited(t, o, edits...)
	nina, _ := after.User("nina")
	if nina == nil || nina.Skills["billing"] != 3 || nina.Grants[0].At != "team:mixco" {
		t.Errorf("Nina %+v", nina)
	}
	was, _ := o.User("ana")
	if ana, _ := after.User("ana"); ana.Name != "Ana Lima" || ana.Email != was.Email || ana.Language != was.Language {
		t.Errorf("Ana %+v", ana)
	}
	same := "login,name\nluis," + luis.Name + "\n"
	if edits, err := ImportPeople(o, []byte(same)); err != nil || len(edits) != 0 {
		t.Errorf("nothing to change: %v, %v", edits, err)
	}
}

// Ensure each mistake of a table is told with its line.
func TestImportPeople_Mistakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ table, words string }{
		"empty":       {"", "line 1"},
		"column":      {"login,shoe\n", `no column "shoe"`},
		"no login":    {"name\nx\n", "login is missing"},
		"twice":       {"login,login\n", "there twice"},
		"skill":       {"login,skills\nnina,es\n", "line 2: \"es\" is not a skill"},
		"role":        {"login,roles\nnina,agent\n", "line 2: \"agent\" is not a role"},
		"same person": {"login\nnina\n\"nina\"\n", "line 3: \"nina\" is at line 2"},
		"cells":       {"login,name\nnina\n", "line 2: 1 cells"},
		"quotes":      {"login,name\nnina,\"x\n", "line"},
		"bool":        {"login,inactive\nnina,maybe\n", "neither true nor false"},
		"too many":    {"login\n" + strings.Repeat("x\n", importMax+1), "more than"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edits, err := ImportPeople(demo(t), []byte(c.table))
			if err == nil || edits != nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("%v, want %s", err, c.words)
			}
		})
	}
}
