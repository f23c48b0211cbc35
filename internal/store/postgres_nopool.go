//go:build !turno_postgres

package store

import (
	"database/sql"

	"github.com/jackc/pgx/v5"

	"turno/internal/core"
)

// openPool refuses: this program was built without the driver's pool.
func openPool(*pgx.ConnConfig) (*sql.DB, error) {
	return nil, core.FieldErrorf(core.Invalid, "store", "this program was built without PostgreSQL")
}
