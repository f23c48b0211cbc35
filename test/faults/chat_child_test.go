package faults

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"turno/internal/bus"
	"turno/internal/channel"
	"turno/internal/channel/chat"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
	"turno/internal/store"
)

//go:embed testdata/chat.yaml
var chatFile []byte

const chatStoreVariable = "TURNO_FAULTS_CHAT_STORE"

// chats is the channel of conversations on a store that outlives it.
type chats struct {
	*chat.Service

	floor *floor.Floor
	store *store.Store
	org   *org.Organisation
}

func openChats(t *testing.T, url string) *chats {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wanted, err := org.Parse(chatFile)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := org.Apply(t.Context(), s, wanted, "test", org.AnyVersion); err != nil {
		t.Fatal(err)
	}
	o, version, err := org.Load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	live, b := org.NewLive(o, version), bus.New()
	f, err := floor.Open(t.Context(), floor.Options{
		Store: s, Config: o.RoutingConfig(), Bus: b, Names: o.QueueNames,
		Answering: channel.Answering(chat.Answering()),
		Desk:      func() floor.DeskTimes { return floor.DeskTimes{Grace: time.Hour, ChatReturn: time.Hour} },
	})
	if err != nil {
		t.Fatal(err)
	}
	return &chats{floor: f, store: s, org: o, Service: chat.NewService(chat.Options{
		Store: s, Floor: f, Bus: b, Organisation: live.Get, Customers: customer.NewService(customer.Options{Store: s}),
		Files: t.TempDir(), Limits: chat.Limits{OpenBurst: 1 << 20, SendBurst: 1 << 20, InboxBurst: 1 << 20},
	})}
}

func (c *chats) close(t *testing.T) {
	t.Helper()
	if err := c.floor.Close(context.Background()); err != nil {
		t.Error(err)
	}
	if err := c.store.Close(); err != nil {
		t.Error(err)
	}
}

// TestChatChild is not a test but the process that is killed. It says what it was
// answered: `open CONTACT`, `said CONTACT CLIENT`, `closed CONTACT`.
func TestChatChild(t *testing.T) {
	url := os.Getenv(chatStoreVariable)
	if url == "" {
		t.Skip("run by the tests that kill it")
	}
	c := openChats(t, url)
	var working sync.WaitGroup
	for _, login := range []string{"ana", "bob"} {
		working.Go(func() { c.serve(t, login) })
	}
	for range 4 {
		working.Go(func() { c.write(t) })
	}
	working.Wait() // until it is killed
}

// write is a customer after the other.
func (c *chats) write(t *testing.T) {
	t.Helper()
	for n := 0; ; n++ {
		o, err := c.Open(t.Context(), chat.Open{Inbox: "help", Text: "hello", Client: "c0"})
		if err != nil {
			fmt.Println("FAIL open:", err)
			return
		}
		fmt.Println("open", o.Contact)
		fmt.Println("said", o.Contact, "c0")
		for i := range 6 {
			client := fmt.Sprintf("c%d", i+1)
			_, err := c.Customer(t.Context(), &o.Conversation, "", chat.Say{Client: client, Text: "more"})
			if core.CodeOf(err) == core.Conflict {
				break // an agent has closed it
			}
			if err != nil {
				fmt.Println("FAIL say:", err)
				return
			}
			fmt.Println("said", o.Contact, client)
		}
	}
}

// serve is an agent who takes what comes, answers, and closes.
func (c *chats) serve(t *testing.T, login string) {
	t.Helper()
	u, _ := c.org.User(login)
	_, err := c.floor.Do(t.Context(), floor.Request{Command: &routing.SignIn{Head: routing.Head{ID: clock.NewID()}, Agent: c.org.AgentFor(u), Ready: true}})
	if err != nil && core.CodeOf(err) != core.Conflict { // still signed in from before the kill
		fmt.Println("FAIL sign in:", err)
		return
	}
	for n := 0; ; n++ {
		var mine []floor.WorkView
		if err := c.floor.View(t.Context(), func(v floor.View) error {
			self, _ := v.Agent(u.ID)
			for _, held := range self.Works {
				if w, ok := v.Work(held.Work); ok {
					mine = append(mine, w)
				}
			}
			for _, w := range v.Works() {
				if w.Status == routing.StatusOffered && w.Agent == u.ID {
					mine = append(mine, w)
				}
			}
			return nil
		}); err != nil {
			fmt.Println("FAIL look:", err)
			return
		}
		if len(mine) == 0 {
			time.Sleep(time.Millisecond)
		}
		for i := range mine {
			if err := c.attend(t, u.ID, &mine[i], n); err != nil && core.CodeOf(err) != core.Conflict {
				fmt.Println("FAIL serve:", err)
				return
			}
		}
	}
}

// attend does the next thing with a conversation.
func (c *chats) attend(t *testing.T, agent core.ID, w *floor.WorkView, n int) error {
	t.Helper()
	who := channel.Caller{Command: clock.NewID(), Party: core.ByAgent, User: agent}
	if w.Status == routing.StatusOffered {
		return c.Accept(t.Context(), who, channel.Accept{Work: w.ID, Agent: agent, Offer: w.Offer})
	}
	of, err := c.Of(t.Context(), w.Meta.Contact)
	if err != nil {
		return err
	}
	client := fmt.Sprintf("a%d-%s", n, who.Command)
	if _, err := c.Agent(t.Context(), who, &of, chat.Say{Client: client, Text: "answer"}); err != nil {
		return err
	}
	fmt.Println("said", of.Contact, client)
	if of.Messages < 8 {
		return nil
	}
	who.Command = clock.NewID()
	if err := c.Release(t.Context(), who, channel.Release{Work: w.ID}); err != nil {
		return err
	}
	fmt.Println("closed", of.Contact)
	return nil
}
