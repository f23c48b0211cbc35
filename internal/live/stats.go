package live

import "github.com/prometheus/client_golang/prometheus"

// stats are the hub's metrics.
type stats struct {
	sockets, topics                prometheus.Gauge
	read, encodings, resyncs       prometheus.Counter
	writes, writtenSum, encodedSum prometheus.Counter
}

func newStats(registry prometheus.Registerer) *stats {
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "turno", Subsystem: "live", Name: name, Help: help})
	}
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "turno", Subsystem: "live", Name: name, Help: help})
	}
	s := &stats{
		sockets:    gauge("sockets", "Open WebSockets."),
		topics:     gauge("topics", "Topics with at least one reader."),
		read:       counter("frames_read_total", "Frames of clients."),
		encodings:  counter("encodings_total", "Frames made, each once for all its readers."),
		encodedSum: counter("encoded_bytes_total", "Bytes of the frames made."),
		writes:     counter("writes_total", "Write calls on sockets."),
		writtenSum: counter("written_bytes_total", "Bytes written to sockets."),
		resyncs:    counter("resyncs_total", "Readers that were too slow and got a new snapshot."),
	}
	if registry != nil {
		registry.MustRegister(s.sockets, s.topics, s.read, s.encodings, s.encodedSum, s.writes, s.writtenSum, s.resyncs)
	}
	return s
}

func (s *stats) encoded(bytes int) {
	s.encodings.Inc()
	s.encodedSum.Add(float64(bytes))
}

func (s *stats) written(bytes int) {
	s.writes.Inc()
	s.writtenSum.Add(float64(bytes))
}

func (s *stats) resync() { s.resyncs.Inc() }
