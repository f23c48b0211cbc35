package main

import "turno/internal/core"

// event is what happens next in a contact.
type event struct {
	at   core.Instant
	kind eventKind
	slot int
}

type eventKind uint8

const (
	arrives eventKind = iota + 1
	accepts
	ends
	closes
)

// events is a heap by instant.
type events []event

func (h *events) add(x event) {
	*h = append(*h, x)
	list := *h
	i := len(list) - 1
	for i > 0 {
		parent := (i - 1) / 2
		if list[parent].at <= x.at {
			break
		}
		list[i] = list[parent]
		i = parent
	}
	list[i] = x
}

// take removes the earliest; there must be one.
func (h *events) take() event {
	list := *h
	first, x := list[0], list[len(list)-1]
	list = list[:len(list)-1]
	*h = list
	if len(list) == 0 {
		return first
	}
	i := 0
	for {
		child := 2*i + 1
		if child >= len(list) {
			break
		}
		if child+1 < len(list) && list[child+1].at < list[child].at {
			child++
		}
		if x.at <= list[child].at {
			break
		}
		list[i] = list[child]
		i = child
	}
	list[i] = x
	return first
}
