package flow

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"turno/internal/core"
)

// functions are what an expression may call: no clock, and nothing that lets a
// short expression make something large.
func functions() []string {
	return []string{"len", "lower", "upper", "trim", "int", "float", "string", "abs", "round", "ceil", "floor", "min", "max"}
}

// expression is one that was checked against the variables it may use.
type expression struct {
	source  string
	program *vm.Program
	result  Type
}

// compileExpression checks an expression against a sample of its variables; want is
// the type it must give, or "" for any of ours.
func compileExpression(source string, sample map[string]any, want Type) (*expression, error) {
	if strings.TrimSpace(source) == "" {
		return nil, core.Errorf(core.Invalid, "an expression is needed")
	}
	if utf8.RuneCountInString(source) > expressionMax {
		return nil, core.Errorf(core.TooLarge, "the expression is longer than %d characters", expressionMax)
	}
	if err := tame(source); err != nil {
		return nil, err
	}
	options := []expr.Option{expr.Env(sample), expr.DisableAllBuiltins(), expr.Optimize(false)}
	for _, name := range functions() {
		options = append(options, expr.EnableBuiltin(name))
	}
	program, err := expr.Compile(source, options...)
	if err != nil {
		return nil, core.Errorf(core.Invalid, "%q: %s", source, reason(err))
	}
	got := typeOf(program.Node().Type())
	switch {
	case got == "":
		return nil, core.Errorf(core.Invalid, "%q gives neither a text, nor a number, nor yes or no", source)
	case want == TypeTime && got == TypeText, want == "", want == got:
		return &expression{source, program, got}, nil
	default:
		return nil, core.Errorf(core.Invalid, "%q gives a %s, and a %s is wanted", source, got, want)
	}
}

// tame refuses what could make large things out of small ones.
func tame(source string) error {
	tree, err := parser.Parse(source)
	if err != nil {
		return core.Errorf(core.Invalid, "%q: %s", source, reason(err))
	}
	guard := &guard{}
	ast.Walk(&tree.Node, guard)
	if guard.what != "" {
		return core.Errorf(core.Invalid, "%q: %s are not used in flows", source, guard.what)
	}
	return nil
}

// guard finds the constructs that flows go without.
type guard struct{ what string }

// Visit implements ast.Visitor.
func (g *guard) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.VariableDeclaratorNode, *ast.SequenceNode:
		g.what = "variables of an expression's own"
	case *ast.PredicateNode, *ast.PointerNode:
		g.what = "predicates"
	case *ast.MapNode, *ast.SliceNode:
		g.what = "maps and slices"
	case *ast.BinaryNode:
		if n.Operator == ".." {
			g.what = "ranges"
		}
	}
}

// reason is the first line of an error of expr, which goes on with a picture.
func reason(err error) string {
	if e, ok := err.(*file.Error); ok { //nolint:errorlint // expr returns the very type
		return e.Message
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// typeOf is our name for a type of Go; "" for those that flows do not have.
func typeOf(t reflect.Type) Type {
	if t == nil {
		return ""
	}
	switch t.Kind() {
	case reflect.String:
		return TypeText
	case reflect.Bool:
		return TypeYesNo
	case reflect.Float64, reflect.Int:
		return TypeNumber
	default:
		return ""
	}
}

// eval runs the expression. The value is a string, a finite float64 or a bool.
func (e *expression) eval(env map[string]any) (any, error) {
	value, err := expr.Run(e.program, env)
	if err != nil {
		return nil, core.Errorf(core.Invalid, "%q: %s", e.source, reason(err))
	}
	switch v := value.(type) {
	case string:
		if utf8.RuneCountInString(v) > textMax {
			return nil, core.Errorf(core.TooLarge, "%q gives more than %d characters", e.source, textMax)
		}
		return v, nil
	case bool:
		return v, nil
	case int:
		return float64(v), nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, core.Errorf(core.Invalid, "%q gives no number", e.source)
		}
		return v, nil
	default:
		return nil, core.Errorf(core.Invalid, "%q gives %s", e.source, fmt.Sprintf("%T", value))
	}
}
