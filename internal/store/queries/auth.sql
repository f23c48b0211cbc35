-- Passwords, sessions and what users chose.

-- name: GetCredential :one
SELECT * FROM credential WHERE user_id = $1;

-- name: SetCredential :exec
INSERT INTO credential (user_id, password, must_change, changed_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id) DO UPDATE SET
    password = excluded.password, must_change = excluded.must_change, changed_at = excluded.changed_at;

-- Zero rows: the user has a password already.
-- name: InsertCredentialIfAbsent :execrows
INSERT INTO credential (user_id, password, must_change, changed_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id) DO NOTHING;

-- name: DeleteCredential :execrows
DELETE FROM credential WHERE user_id = $1;

-- name: ListCredentials :many
SELECT user_id, must_change, changed_at FROM credential ORDER BY user_id;

-- name: CountCredentials :one
SELECT COUNT(*) FROM credential;

-- name: InsertSession :exec
INSERT INTO session (token_hash, user_id, csrf, created_at, seen_at, expires_at, kind, address, agent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: GetSession :one
SELECT * FROM session WHERE token_hash = $1;

-- A session with what else decides whether it holds. A user may have no password
-- (signed in at a provider) and no second factor.
-- name: CheckSession :one
SELECT sqlc.embed(session),
    CAST(COALESCE((SELECT must_change FROM credential WHERE credential.user_id = session.user_id), FALSE) AS BOOLEAN) AS must_change,
    CAST(COALESCE((SELECT confirmed_at FROM second_factor WHERE second_factor.user_id = session.user_id), 0) AS BIGINT) AS confirmed_at
FROM session WHERE token_hash = $1;

-- name: ListSessionsOf :many
SELECT * FROM session WHERE user_id = $1 ORDER BY created_at, token_hash;

-- name: TouchSession :execrows
UPDATE session SET seen_at = @seen_at, expires_at = @expires_at WHERE token_hash = @token_hash;

-- name: DeleteSession :execrows
DELETE FROM session WHERE token_hash = $1;

-- Signs a user out everywhere; keep is the hash of a session to spare, or ''.
-- name: DeleteSessionsOf :execrows
DELETE FROM session WHERE user_id = @user_id AND token_hash <> CAST(@keep AS TEXT);

-- One session of a user, by the beginning of its hash.
-- name: DeleteSessionOf :execrows
DELETE FROM session WHERE user_id = @user_id AND SUBSTR(token_hash, 1, 16) = CAST(@id AS TEXT);

-- Users who can come in without their password: by a session, a token or an invitation.
-- name: ListKeyHolders :many
SELECT user_id FROM session
UNION SELECT user_id FROM api_token WHERE revoked_at = 0
UNION SELECT user_id FROM invitation
ORDER BY user_id;

-- name: DeleteExpiredSessions :execrows
DELETE FROM session WHERE expires_at < $1;

-- name: GetUserSetting :one
SELECT doc FROM user_setting WHERE user_id = $1;

-- name: SetUserSetting :exec
INSERT INTO user_setting (user_id, doc) VALUES ($1, $2)
ON CONFLICT (user_id) DO UPDATE SET doc = excluded.doc;
