package org

import "turno/internal/document"

// Duration is a length of time as people write it: `20s`, `5m`, `1h30m`, `3d`.
type Duration = document.Duration

// Never is the duration of what has no end, written `never`: an offer without a timeout.
const Never = document.Never
