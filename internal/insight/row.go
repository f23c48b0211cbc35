package insight

// Row is one row of a live topic: a JSON object under a kind and an id. A nil Doc
// says that the row is gone. Rows are whole, never merged, and shared between
// topics and readers: nobody changes Doc once the row is handed over.
type Row struct {
	Kind string
	ID   string
	Doc  []byte
}

// Sink takes changed rows of one topic; whole says that these are all rows there
// are, so that any other is gone. It returns at once, keeps the docs but not the
// slice, and may be called from any goroutine; the caller keeps the order.
type Sink func(rows []Row, whole bool)
