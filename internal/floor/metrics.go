package floor

import "github.com/prometheus/client_golang/prometheus"

// metrics are what an operator watches of the floor.
type metrics struct {
	steps    prometheus.Counter
	failures prometheus.Counter
	rebuilds prometheus.Counter
	batch    prometheus.Histogram
	commit   prometheus.Histogram
	answer   prometheus.Histogram
	works    prometheus.Gauge
	agents   prometheus.Gauge
}

func newMetrics(registry prometheus.Registerer, queued func() float64) *metrics {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "turno", Subsystem: "floor", Name: name, Help: help})
	}
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "turno", Subsystem: "floor", Name: name, Help: help})
	}
	histogram := func(name, help string, buckets []float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "turno", Subsystem: "floor", Name: name, Help: help, Buckets: buckets,
		})
	}
	seconds := prometheus.ExponentialBuckets(0.0002, 2, 16) // 0.2 ms to 6.5 s
	m := &metrics{
		steps:    counter("steps_total", "Steps of the routing engine."),
		failures: counter("transaction_failures_total", "Transactions that were not written."),
		rebuilds: counter("rebuilds_total", "Rebuilds of the engine from the store, the start included."),
		batch:    histogram("batch_requests", "Requests that shared one transaction.", prometheus.ExponentialBuckets(1, 2, 10)),
		commit:   histogram("transaction_seconds", "Time of one transaction, steps and hooks included.", seconds),
		answer:   histogram("answer_seconds", "Time from request to durable answer.", seconds),
		works:    gauge("works", "Works on the floor, those in wrap-up included."),
		agents:   gauge("agents_signed_in", "Agents who are signed in."),
	}
	if registry != nil {
		waiting := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Namespace: "turno", Subsystem: "floor", Name: "requests_waiting", Help: "Requests that wait for the loop.",
		}, queued)
		registry.MustRegister(m.steps, m.failures, m.rebuilds, m.batch, m.commit, m.answer, m.works, m.agents, waiting)
	}
	return m
}
