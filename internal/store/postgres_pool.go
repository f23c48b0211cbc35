package store

import (
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// openPool makes the pool of connections.
func openPool(config *pgx.ConnConfig) (*sql.DB, error) { return stdlib.OpenDB(*config), nil }
