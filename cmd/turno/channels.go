package main

import (
	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/channel/branch/branchapi"
	"turno/internal/channel/chat"
	"turno/internal/channel/chat/chatapi"
	"turno/internal/channel/door"
	"turno/internal/clock"
	"turno/internal/config"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/floor"
	"turno/internal/person"
)

// This file is the list of the channels that are installed: the one place outside
// a channel's own folder that names it (docs/CHANNELS.md, "Adding a channel").

// openChannels builds the channels and their doors.
func (h *house) openChannels(s *config.Server, customers *customer.Service, files string) {
	h.works = channel.NewWorks(h.floor, h.org.Get)
	visits := branch.NewService(branch.Options{
		Store: h.store, Floor: h.floor, Bus: h.bus, Organisation: h.org.Get, Customers: customers,
		Log: h.log, TurnURL: turnURL(s.PublicURL),
	})
	chats := chat.NewService(chat.Options{
		Store: h.store, Floor: h.floor, Bus: h.bus, Organisation: h.org.Get, Customers: customers, Files: files, Log: h.log,
	})
	h.channels = []channel.Channel{visits, chats, chats.Messages()}
	h.doors = []door.Door{
		branchapi.New(branchapi.Options{
			Branch: visits, Auth: h.auth, Floor: h.floor, Works: h.works, Organisation: h.org.Get, Now: clock.Now,
			PublicURL: trimSlash(s.PublicURL),
		}),
		chatapi.New(chatapi.Options{
			Chat: chats, Floor: h.floor, Works: h.works, Organisation: h.org.Get, Now: clock.Now, PublicURL: trimSlash(s.PublicURL),
		}),
	}
}

// closedDoors are the doors without anything behind them: what the document needs.
func closedDoors() []door.Door {
	return []door.Door{branchapi.New(branchapi.Options{}), chatapi.New(chatapi.Options{})}
}

// keepers answer for what is kept of people.
func keepers(doors []door.Door) []person.Keeper {
	var all []person.Keeper
	for i := range doors {
		if doors[i].Keeps != nil {
			all = append(all, doors[i].Keeps)
		}
	}
	return all
}

// answering is what the channels say of when their works count as answered.
func answering() func(core.Channel) floor.Answering {
	return channel.Answering(branch.Answering(), chat.Answering())
}
