-- Answers to calls that carried an Idempotency-Key.

-- Zero rows: the key was used before; read its answer with GetIdempotency.
-- name: ReserveIdempotency :execrows
INSERT INTO idempotency (scope, key, request, status, answer, at)
VALUES ($1, $2, $3, 0, '', $4)
ON CONFLICT (scope, key) DO NOTHING;

-- name: AnswerIdempotency :execrows
UPDATE idempotency SET status = @status, answer = @answer WHERE scope = @scope AND key = @key;

-- name: GetIdempotency :one
SELECT * FROM idempotency WHERE scope = $1 AND key = $2;

-- A call that failed may be tried again with the same key.
-- name: DeleteIdempotency :execrows
DELETE FROM idempotency WHERE scope = $1 AND key = $2;

-- name: DeleteIdempotencyBefore :execrows
DELETE FROM idempotency WHERE at < $1;
