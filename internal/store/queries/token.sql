-- API tokens, invitations, identities at a provider.

-- name: InsertAPIToken :exec
INSERT INTO api_token (id, token_hash, user_id, name, scopes, created_by, created_at, expires_at, seen_at, revoked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0);

-- name: GetAPITokenByHash :one
SELECT * FROM api_token WHERE token_hash = $1;

-- name: GetAPIToken :one
SELECT * FROM api_token WHERE id = $1;

-- Newest first.
-- name: ListAPITokensOf :many
SELECT * FROM api_token WHERE user_id = $1 AND revoked_at = 0 ORDER BY id DESC;

-- name: TouchAPIToken :execrows
UPDATE api_token SET seen_at = @seen_at WHERE id = @id;

-- Zero rows: it was revoked already.
-- name: RevokeAPIToken :execrows
UPDATE api_token SET revoked_at = @revoked_at WHERE id = @id AND revoked_at = 0;

-- name: RevokeAPITokensOf :execrows
UPDATE api_token SET revoked_at = @revoked_at WHERE user_id = @user_id AND revoked_at = 0;

-- A new invitation takes the place of the user's last one.
-- name: SetInvitation :exec
INSERT INTO invitation (token_hash, user_id, created_by, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (user_id) DO UPDATE SET
    token_hash = excluded.token_hash, created_by = excluded.created_by,
    created_at = excluded.created_at, expires_at = excluded.expires_at;

-- name: GetInvitation :one
SELECT * FROM invitation WHERE token_hash = $1;

-- name: GetInvitationOf :one
SELECT * FROM invitation WHERE user_id = $1;

-- Zero rows: somebody has used it.
-- name: DeleteInvitation :execrows
DELETE FROM invitation WHERE token_hash = $1;

-- name: DeleteInvitationsOf :execrows
DELETE FROM invitation WHERE user_id = $1;

-- name: GetProviderIdentity :one
SELECT * FROM provider_identity WHERE issuer = $1 AND subject = $2;

-- Zero rows: the identity belongs to somebody, or the user has another one there.
-- name: LinkProviderIdentity :execrows
INSERT INTO provider_identity (issuer, subject, user_id, linked_at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING;

-- name: UnlinkProviderIdentities :execrows
DELETE FROM provider_identity WHERE user_id = $1;
