package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"turno/internal/api"
	"turno/internal/auth"
	"turno/internal/bus"
	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/channel/chat"
	"turno/internal/channel/chat/chatapi"
	"turno/internal/channel/door"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/floor"
	"turno/internal/insight"
	"turno/internal/live"
	"turno/internal/org"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/test/figure"
)

// server is a running server process.
type server struct {
	cmd     *exec.Cmd
	address string // host:port
}

func startServer(ctx context.Context, dir, profile string) (*server, error) {
	cmd := exec.CommandContext(ctx, os.Args[0], "-serve", dir, "-cpuprofile", profile)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, errors.Join(err, cmd.Wait())
	}
	return &server{cmd, strings.TrimSpace(line)}, nil
}

// kill ends the process at once, as a power cut would.
func (s *server) kill() {
	_ = s.cmd.Process.Kill() // it may be dead already
	_ = s.cmd.Wait()
}

// runServer is the server process: it prints its address and serves until killed.
func runServer(ctx context.Context, dir, profile string) error {
	stop, err := figure.Profile(profile)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.SQLiteURL(filepath.Join(dir, "bench.db")), store.Options{})
	if err != nil {
		return err
	}
	w := &works{stop: stop}
	handler, err := w.build(ctx, s, filepath.Join(dir, "files"))
	if err != nil {
		return err
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(os.Stdout, l.Addr().String()); err != nil {
		return err
	}
	return (&http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}).Serve(l)
}

// works are the parts of the server that agents reach directly.
type works struct {
	floor *floor.Floor
	chat  *chat.Service
	api   *api.API
	org   *org.Live
	stop  func() error // the profile
}

// build wires the house as cmd/turno does.
func (w *works) build(ctx context.Context, s *store.Store, files string) (http.Handler, error) {
	o, version, err := settle(ctx, s)
	if err != nil {
		return nil, err
	}
	w.org = org.NewLive(o, version)
	events := bus.New()
	w.floor, err = floor.Open(ctx, floor.Options{Store: s, Config: o.RoutingConfig(), Bus: events, Names: o.QueueNames, Answering: channel.Answering(chat.Answering())})
	if err != nil {
		return nil, err
	}
	customers := customer.NewService(customer.Options{Store: s})
	visits := branch.NewService(branch.Options{Store: s, Floor: w.floor, Bus: events, Organisation: w.org.Get, Customers: customers})
	w.chat = chat.NewService(chat.Options{
		Store: s, Floor: w.floor, Bus: events, Organisation: w.org.Get, Customers: customers, Files: files,
	})
	rights := channel.NewWorks(w.floor, w.org.Get)
	entrance := chatapi.New(chatapi.Options{Chat: w.chat, Floor: w.floor, Works: rights, Organisation: w.org.Get, Now: clock.Now})
	w.api = api.New(api.Deps{
		Store: s, Org: w.org, Auth: auth.New(auth.Options{Store: s, Directory: org.Directory{Live: w.org}}), Floor: w.floor,
		Channels: []channel.Channel{visits, w.chat, w.chat.Messages()}, Doors: []door.Door{entrance}, Works: rights,
		Customers: customers, Now: clock.Now, Version: "bench", TrustProxy: true,
	})
	boards := insight.New(insight.Options{
		Floor: w.floor, Bus: events, Store: s, Organisation: func() insight.Organisation { return w.org.Get() },
	})
	hub := live.New(live.Options{Authenticate: w.peer, Presence: w.floor.DeskConnected}, live.Families(live.Sources{
		Desk: boards.Desk(),
	}, entrance)...)
	go func() { _ = boards.Run(ctx) }() // until the process ends
	go func() { _ = w.chat.Run(ctx) }()
	mux := http.NewServeMux()
	mux.Handle("/api/v1/", w.api.Handler())
	mux.Handle("GET /live", hub)
	mux.HandleFunc("POST /agents/{login}", w.signIn)
	mux.HandleFunc("POST /accept", w.accept)
	mux.HandleFunc("POST /reply", w.reply)
	mux.HandleFunc("GET /memory", memory)
	mux.HandleFunc("GET /cpu", func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(rw, figure.CPU().Nanoseconds()) // the client is gone if this fails
	})
	mux.HandleFunc("POST /stop", func(http.ResponseWriter, *http.Request) { _ = w.stop() })
	return mux, nil
}

// peer is an agent by the address, or a customer by the conversation's token.
func (w *works) peer(r *http.Request) (auth.Principal, error) {
	text := r.URL.Query().Get("agent")
	if text == "" {
		return w.api.Peer(r)
	}
	id, err := core.ParseID(text)
	return auth.Principal{
		Kind: auth.KindUser, UserID: id, Agent: true, Tree: everywhere{},
		Scopes: []auth.Scope{{Node: "org", Permissions: []auth.Permission{auth.DeskUse, auth.ContactView}}},
	}, err
}

// everywhere is a tree whose root holds all nodes.
type everywhere struct{}

func (everywhere) Contains(_, _ auth.Node) bool { return true }

func fail(w http.ResponseWriter, err error) {
	if err != nil && core.CodeOf(err) != core.Conflict { // signed in before the restart
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (w *works) signIn(rw http.ResponseWriter, r *http.Request) {
	u, ok := w.org.Get().User(r.PathValue("login"))
	if !ok {
		http.NotFound(rw, r)
		return
	}
	command := &routing.SignIn{Head: routing.Head{ID: clock.NewID()}, Agent: w.org.Get().AgentFor(u), Ready: true}
	_, err := w.floor.Do(r.Context(), floor.Request{Command: command})
	if err == nil || core.CodeOf(err) == core.Conflict {
		_, _ = fmt.Fprint(rw, u.ID.String()) // the client is gone if this fails
		return
	}
	fail(rw, err)
}

func id(r *http.Request, name string) core.ID {
	found, err := core.ParseID(r.URL.Query().Get(name))
	if err != nil {
		return core.NoID
	}
	return found
}

func (w *works) accept(rw http.ResponseWriter, r *http.Request) {
	offer, err := strconv.ParseUint(r.URL.Query().Get("offer"), 10, 64)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	agent := id(r, "agent")
	who := channel.Caller{Command: clock.NewID(), Party: core.ByAgent, User: agent}
	fail(rw, w.chat.Accept(r.Context(), who, channel.Accept{Work: id(r, "work"), Agent: agent, Offer: offer}))
}

// reply reads all and says something, as an agent does.
func (w *works) reply(rw http.ResponseWriter, r *http.Request) {
	c, err := w.chat.Of(r.Context(), id(r, "contact"))
	if err == nil {
		err = w.chat.Mark(r.Context(), &c, core.AuthorAgent, chat.Marks{Read: c.Messages})
	}
	if err == nil {
		who := channel.Caller{Command: clock.NewID(), Party: core.ByAgent, User: id(r, "agent")}
		_, err = w.chat.Agent(r.Context(), who, &c, chat.Say{Client: r.URL.Query().Get("client"), Text: reply})
	}
	fail(rw, err)
}

const reply = "I see it on your bill of last month; one moment, please, I am looking up why it was charged twice."

// memory is what the process needs beside what it keeps for reuse. A stack that was
// deep once is halved by each collection: after some of them it is as it stays.
func memory(w http.ResponseWriter, _ *http.Request) {
	for range 4 {
		debug.FreeOSMemory()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	_, _ = fmt.Fprint(w, m.HeapAlloc+m.StackInuse) // the client is gone if this fails
}

// settle writes the organisation into the store, and reads it back.
func settle(ctx context.Context, s *store.Store) (*org.Organisation, int64, error) {
	o, err := org.Parse(organisation())
	if err != nil {
		return nil, 0, err
	}
	if _, _, err := org.Apply(ctx, s, o, "bench", org.AnyVersion); err != nil {
		return nil, 0, err
	}
	return org.Load(ctx, s)
}

func organisation() []byte {
	var f bytes.Buffer
	f.WriteString("key: bench\nname: Bench\nlanguages: [en]\ntimezone: UTC\nregions:\n  - {key: r, name: {en: R}}\n")
	f.WriteString("sites:\n  - {key: s, name: {en: S}, region: r}\nteams:\n  - {key: t, name: {en: T}, site: s}\nskills: []\n")
	f.WriteString("calendars: []\nservices: []\ncounters: []\nreasons: []\ndispositions: []\nnot_ready_reasons: []\nqueues:\n")
	f.WriteString("  - {key: chat, name: {en: Chat}, channel: chat, site: s, threshold: 20s, goal: 0.8, offer_timeout: never}\n")
	f.WriteString("profiles:\n  - {key: p, name: {en: P}, queues: [{queue: chat, rank: 1}], capacity: [{channel: chat, units: 10, max: 10}]}\n")
	f.WriteString("inboxes:\n  - {key: help, name: {en: Help}, queue: chat, greeting: {en: Hello}, opens_max: 60000, grace: 10m}\nusers:\n")
	for i := range agents {
		fmt.Fprintf(&f, "  - {login: a%d, name: Agent %d, team: t, profile: p, roles: [{role: agent, at: 'team:t'}]}\n", i, i)
	}
	return f.Bytes()
}
