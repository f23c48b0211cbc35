-- The organisation: objects, their changes, and the version of the whole.

-- name: ListOrgObjects :many
SELECT * FROM org_object ORDER BY kind, key;

-- name: ListActiveOrgObjects :many
SELECT * FROM org_object WHERE active ORDER BY kind, key;

-- name: ListOrgObjectsOfKind :many
SELECT * FROM org_object WHERE kind = $1 ORDER BY key;

-- name: GetOrgObject :one
SELECT * FROM org_object WHERE kind = $1 AND key = $2;

-- The id of an object never changes: a key that comes back keeps its old id.
-- name: UpsertOrgObject :exec
INSERT INTO org_object (id, kind, key, version, active, doc, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (kind, key) DO UPDATE SET
    version = excluded.version, active = excluded.active,
    doc = excluded.doc, changed_at = excluded.changed_at;

-- name: InsertOrgChange :exec
INSERT INTO org_change (id, at, actor, kind, key, action, before, after)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- Newest first; start with an empty before_id.
-- name: ListOrgChanges :many
SELECT * FROM org_change
WHERE CAST(@before_id AS TEXT) = '' OR id < CAST(@before_id AS TEXT)
ORDER BY id DESC LIMIT @max_rows;

-- name: ListOrgChangesOf :many
SELECT * FROM org_change
WHERE kind = @kind AND key = @key
  AND (CAST(@before_id AS TEXT) = '' OR id < CAST(@before_id AS TEXT))
ORDER BY id DESC LIMIT @max_rows;

-- No row before the first apply.
-- name: GetOrgVersion :one
SELECT version, at FROM org_version WHERE one = 1;

-- name: SetOrgVersion :exec
INSERT INTO org_version (one, version, at) VALUES (1, $1, $2)
ON CONFLICT (one) DO UPDATE SET version = excluded.version, at = excluded.at;

-- Zero rows: someone else changed the organisation first.
-- name: AdvanceOrgVersion :execrows
UPDATE org_version SET version = CAST(@expected AS BIGINT) + 1, at = @at
WHERE one = 1 AND version = CAST(@expected AS BIGINT);
