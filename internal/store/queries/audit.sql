-- The audit log. Rows are only ever added.

-- Waits for other writers of the log; what it returns is the last row they wrote.
-- name: TakeAuditHead :one
INSERT INTO audit_head (one, number, hash) VALUES (1, 0, @genesis)
ON CONFLICT (one) DO UPDATE SET number = audit_head.number
RETURNING number, hash;

-- name: SetAuditHead :exec
UPDATE audit_head SET number = @number, hash = @hash WHERE one = 1;

-- No row: nothing was ever written.
-- name: GetAuditHead :one
SELECT number, hash FROM audit_head WHERE one = 1;

-- name: InsertAudit :exec
INSERT INTO audit (number, at, kind, party, who, via, object, detail, previous, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- In their own order, from the number after the given one.
-- name: ListAuditRows :many
SELECT * FROM audit WHERE number > @after ORDER BY number LIMIT @max_rows;

-- Newest first, from at or after from_at to before to_at; empty texts: any. A
-- search that found several customers is one row that names them in its detail.
-- name: FindAudit :many
SELECT * FROM audit
WHERE at >= @from_at AND (at, number) < (CAST(@to_at AS BIGINT), CAST(@before_number AS BIGINT))
  AND (CAST(@who AS TEXT) = '' OR who = CAST(@who AS TEXT))
  AND (CAST(@kind AS TEXT) = '' OR kind = CAST(@kind AS TEXT))
  AND (CAST(@object AS TEXT) = '' OR object = CAST(@object AS TEXT)
       OR (CAST(@named AS TEXT) <> '' AND kind = 'customers.found' AND detail LIKE CAST(@named AS TEXT)))
ORDER BY at DESC, number DESC LIMIT @max_rows;
