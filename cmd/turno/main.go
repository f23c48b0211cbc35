// Command turno is the whole house in one binary: the server, and the commands
// to look after it.
package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"turno/internal/auth"
	"turno/internal/config"
	"turno/internal/core"
	"turno/internal/store"

	_ "time/tzdata" // sites keep their hours on machines without time zones too
)

// cli is the command line.
type cli struct {
	config.Base

	Config kong.ConfigFlag `env:"TURNO_CONFIG" help:"Settings as a YAML file: one 'flag-name: value' per line." placeholder:"FILE"`

	Serve    serveCmd    `cmd:"" help:"Run the server."`
	Apply    applyCmd    `cmd:"" help:"Check an organisation file, show what it changes, and apply it."`
	Export   exportCmd   `cmd:"" help:"Write the organisation, the facts, or what is kept of a person."`
	Erase    eraseCmd    `cmd:"" help:"Erase what is kept of a person."`
	User     userCmd     `cmd:"" help:"Add users, list them, set passwords."`
	Device   deviceCmd   `cmd:"" help:"Links of kiosks, displays and walls."`
	Flow     flowCmd     `cmd:"" help:"Menus and announcements: check flow files, walk them, play their scripts."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the store's schema up to date."`
	Backup   backupCmd   `cmd:"" help:"Write a backup of a running or stopped system."`
	Verify   verifyCmd   `cmd:"" help:"Check what must not be altered: the audit log."`
	Restore  restoreCmd  `cmd:"" help:"Fill an empty store from a backup."`
	Staff    staffCmd    `cmd:"" help:"How many agents a goal takes, by Erlang C or A."`
	Simulate simulateCmd `cmd:"" help:"Run a scenario through the engine in virtual time."`
	OpenAPI  openapiCmd  `cmd:"" name:"openapi" help:"Print the API's OpenAPI document."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// env is what a command is run with.
type env struct {
	ctx    context.Context
	base   *config.Base
	log    *slog.Logger
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // whoever asks a second time does not want to wait
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run carries out one command line and returns the exit code: 0 done, 1 failed,
// 2 not understood, 3 another server has taken the store over.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("turno"),
		kong.Description("Contact-centre and branch-queue software."),
		kong.Configuration(config.File),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true}),
	)
	if err != nil {
		tellf(stderr, "turno: %v\n", err)
		return 1
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		tellf(stderr, "turno: %v\nTry: turno --help\n", err)
		return 2
	}
	e := &env{ctx: ctx, base: &c.Base, log: newLog(stderr, &c.Base), stdin: stdin, stdout: stdout, stderr: stderr}
	if err := parsed.Run(e); err != nil {
		explain(stderr, err)
		if errors.Is(err, errTakenOver) {
			return 3 // which a service manager must not answer with a restart
		}
		return 1
	}
	return 0
}

func newLog(w io.Writer, base *config.Base) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(base.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if base.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// withStore runs a command on a store that is there, with today's schema: to
// change that is for serve and migrate, when no older server runs.
func (e *env) withStore(fn func(s *store.Store) error) error {
	s, err := e.open(store.Options{NoUpgrade: true, MustExist: true})
	if err != nil {
		return err
	}
	return errors.Join(fn(s), s.Close())
}

// withNewStore is withStore for commands that a system may begin with.
func (e *env) withNewStore(fn func(s *store.Store) error) error {
	s, err := e.open(store.Options{NoUpgrade: true})
	if err != nil {
		return err
	}
	return errors.Join(fn(s), s.Close())
}

// open opens the store that the settings name.
func (e *env) open(opts store.Options) (*store.Store, error) {
	opts.Log = e.log
	s, err := store.Open(e.ctx, e.base.StoreURL(), opts)
	if core.CodeOf(err) == core.NotFound { // MustExist
		return nil, core.Errorf(core.NotFound, "there is no store at %s; say where it is with --data or --store", e.base.ShownStore())
	}
	return s, err
}

func (e *env) printf(format string, args ...any) { tellf(e.stdout, format, args...) }

// breached opens the list of leaked passwords; nil where none is set. The caller
// closes it.
func (e *env) breached() (*auth.Breached, error) {
	if e.base.Breached == "" {
		return nil, nil
	}
	return auth.OpenBreached(e.base.Breached)
}
