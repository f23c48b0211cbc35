package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// lateMax is how long the last frames may be on their way.
const lateMax = 5 * time.Second

// read opens the sockets, says so, and swallows what comes until it is told how
// many bytes there were and has got them; then it says how many it got.
func read(in io.Reader, out io.Writer, address, topic string) error {
	var got atomic.Int64
	var over, ready sync.WaitGroup
	var conns []net.Conn
	for i := range sockets {
		conn, err := open(address, topic, i)
		if err != nil {
			return err
		}
		conns = append(conns, conn)
		ready.Add(1)
		over.Go(func() { swallow(conn, &got, ready.Done) })
	}
	ready.Wait()
	if _, err := fmt.Fprintln(out, "ready"); err != nil {
		return err
	}
	var sent int64
	if _, err := fmt.Fscanln(in, &sent); err != nil {
		return err
	}
	for began := time.Now(); got.Load() < sent && time.Since(began) < lateMax; {
		time.Sleep(time.Millisecond)
	}
	_, err := fmt.Fprintln(out, got.Load())
	for _, conn := range conns {
		_ = conn.Close() // read to the end already
	}
	over.Wait()
	return err
}

// open shakes hands by hand: nothing of the readers may be slow.
func open(address, topic string, i int) (net.Conn, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(context.Background(), "tcp", address)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(topic, ":") {
		topic += strconv.Itoa(i)
	}
	_, err = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: "+address+"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"+masked(`{"op":"sub","topic":"`+topic+`"}`))
	return conn, err
}

// masked is a text frame as clients send it (RFC 6455 section 5.2), with a mask
// of zeros that changes nothing.
func masked(text string) string {
	return string([]byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0}) + text
}

// swallow counts what comes; first is called when the snapshot has come.
func swallow(conn net.Conn, got *atomic.Int64, first func()) {
	buffer := make([]byte, 16<<10)
	var head []byte
	for {
		n, err := conn.Read(buffer)
		got.Add(int64(n))
		if first != nil {
			head = append(head, buffer[:n]...)
			if err != nil || strings.Contains(string(head), `"snap"`) {
				first()
				first, head = nil, nil
			}
		}
		if err != nil {
			return
		}
	}
}
