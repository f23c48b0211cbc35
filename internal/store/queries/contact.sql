-- Contacts and their timelines.

-- name: InsertContact :exec
INSERT INTO contact (id, channel, direction, program, site, service, customer_id, segment, language,
    label, reason, outcome, note, state, arrived_at, closed_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: GetContact :one
SELECT * FROM contact WHERE id = $1;

-- name: DescribeContact :execrows
UPDATE contact SET reason = @reason, outcome = @outcome, note = @note, version = version + 1
WHERE id = @id;

-- name: SetContactState :execrows
UPDATE contact SET state = @state, closed_at = @closed_at, version = version + 1
WHERE id = @id;

-- name: SetContactService :execrows
UPDATE contact SET service = @service, version = version + 1 WHERE id = @id;

-- name: SetContactCustomer :execrows
UPDATE contact SET customer_id = @customer_id, segment = @segment, version = version + 1
WHERE id = @id;

-- Contacts that arrived from from_at (inclusive) to to_at (exclusive), newest first.
-- Empty site, or both label and name empty: any. A name is a prefix of a word of the
-- customer's search text. Start with after_at = to_at and after_id = ''.
-- name: ListContacts :many
SELECT * FROM contact
WHERE arrived_at >= @from_at AND arrived_at < @to_at
  AND (arrived_at, id) < (CAST(@after_at AS BIGINT), CAST(@after_id AS TEXT))
  AND (CAST(@site AS TEXT) = '' OR site = CAST(@site AS TEXT))
  AND (CAST(@label AS TEXT) = '' AND CAST(@name AS TEXT) = ''
       OR CAST(@label AS TEXT) <> '' AND label = CAST(@label AS TEXT)
       OR CAST(@name AS TEXT) <> '' AND customer_id IN (
           SELECT customer.id FROM customer
           WHERE search LIKE CAST(@name AS TEXT) || '%' OR search LIKE '% ' || CAST(@name AS TEXT) || '%'))
ORDER BY arrived_at DESC, id DESC LIMIT @max_rows;

-- name: ListContactsOfCustomer :many
SELECT * FROM contact
WHERE customer_id = @customer_id
  AND (arrived_at, id) < (CAST(@after_at AS BIGINT), CAST(@after_id AS TEXT))
ORDER BY arrived_at DESC, id DESC LIMIT @max_rows;

-- name: ListContactsInState :many
SELECT * FROM contact WHERE state = @state AND id > CAST(@after_id AS TEXT) ORDER BY id LIMIT @max_rows;

-- name: InsertContactEvent :exec
INSERT INTO contact_event (id, contact_id, at, kind, actor, doc) VALUES ($1, $2, $3, $4, $5, $6);

-- Zero rows: written before.
-- name: AddContactEvent :execrows
INSERT INTO contact_event (id, contact_id, at, kind, actor, doc) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO NOTHING;

-- In order; start with an empty after_id.
-- name: ListContactEvents :many
SELECT * FROM contact_event
WHERE contact_id = @contact_id AND id > CAST(@after_id AS TEXT)
ORDER BY id LIMIT @max_rows;
