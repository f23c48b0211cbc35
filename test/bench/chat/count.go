package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"turno/internal/channel/chat"
)

// count has customers send once more what was not acknowledged, and counts what is
// missing of all that was, and what is there twice.
func (h *house) count(ctx context.Context) (lost, doubled int, err error) {
	var mu sync.Mutex
	var failed []error
	work := make(chan *conversation)
	var over sync.WaitGroup
	for range openers {
		over.Go(func() {
			for c := range work {
				l, d, err := h.check(ctx, c)
				mu.Lock()
				lost, doubled = lost+l, doubled+d
				failed = append(failed, err)
				mu.Unlock()
			}
		})
	}
	for _, c := range h.chats {
		if len(c.sent) > 0 {
			work <- c
		}
	}
	close(work)
	over.Wait()
	return lost, doubled, errors.Join(failed...)
}

func (h *house) check(ctx context.Context, c *conversation) (lost, doubled int, err error) {
	for client, acknowledged := range c.sent {
		if !acknowledged {
			if err := h.send(ctx, c, client); err != nil {
				return 0, 0, fmt.Errorf("again after the restart: %w", err)
			}
		}
	}
	var now struct {
		Messages []chat.Message `json:"messages"`
	}
	if err := h.call(ctx, http.MethodGet, "/api/v1/chat/help/conversations/"+c.token, nil, &now, c.address); err != nil {
		return 0, 0, err
	}
	there := map[string]int{}
	for i := range now.Messages {
		there[now.Messages[i].Client]++
		if now.Messages[i].Number != i+1 {
			doubled++
		}
	}
	for client := range c.sent {
		switch n := there[client]; {
		case n == 0:
			lost++
		case n > 1:
			doubled += n - 1
		}
	}
	return lost, doubled, nil
}
