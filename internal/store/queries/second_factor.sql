-- Second factors and their recovery codes.

-- name: GetSecondFactor :one
SELECT * FROM second_factor WHERE user_id = $1;

-- Users who have one that is confirmed.
-- name: ListSecondFactors :many
SELECT user_id FROM second_factor WHERE confirmed_at > 0 ORDER BY user_id;

-- A new secret takes the place of one that was not confirmed, never of another.
-- name: ProposeSecondFactor :execrows
INSERT INTO second_factor (user_id, secret, last_step, created_at, confirmed_at)
VALUES ($1, $2, 0, $3, 0)
ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, last_step = 0, created_at = excluded.created_at
WHERE second_factor.confirmed_at = 0;

-- Zero rows: the secret is no longer the one that was read, or a code of this
-- step or a later one was used already.
-- name: UseSecondFactor :execrows
UPDATE second_factor SET last_step = CAST(@step AS BIGINT), confirmed_at = CAST(@confirmed_at AS BIGINT)
WHERE user_id = @user_id AND secret = @secret AND last_step < CAST(@step AS BIGINT);

-- name: DeleteSecondFactor :execrows
DELETE FROM second_factor WHERE user_id = $1;

-- name: InsertRecoveryCode :exec
INSERT INTO recovery_code (user_id, code_hash, used_at) VALUES ($1, $2, 0);

-- Zero rows: there is no such code, or it was used.
-- name: UseRecoveryCode :execrows
UPDATE recovery_code SET used_at = @used_at WHERE user_id = @user_id AND code_hash = @code_hash AND used_at = 0;

-- name: CountRecoveryCodes :one
SELECT COUNT(*) FROM recovery_code WHERE user_id = $1 AND used_at = 0;

-- name: DeleteRecoveryCodes :execrows
DELETE FROM recovery_code WHERE user_id = $1;
