-- Customers and the addresses they are known by.

-- name: InsertCustomer :exec
INSERT INTO customer (id, name, search, segment, language, note, version, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: GetCustomer :one
SELECT * FROM customer WHERE id = $1;

-- Zero rows: unknown, or someone else changed it first. The version goes up by one.
-- name: UpdateCustomer :execrows
UPDATE customer SET
    name = @name, search = @search, segment = @segment, language = @language, note = @note,
    version = CAST(@expected AS BIGINT) + 1, changed_at = @changed_at
WHERE id = @id AND version = CAST(@expected AS BIGINT);

-- The customers with a word of the search text that begins with prefix, in order
-- of that text; start with empty after_search and after_id. The prefix holds
-- letters, digits and spaces only, so that nothing in it is a wildcard.
-- name: SearchCustomers :many
SELECT * FROM customer
WHERE (search LIKE CAST(@prefix AS TEXT) || '%' OR search LIKE '% ' || CAST(@prefix AS TEXT) || '%')
  AND (search, id) > (CAST(@after_search AS TEXT), CAST(@after_id AS TEXT))
ORDER BY search, id LIMIT @max_rows;

-- name: FindCustomerByIdentity :one
SELECT customer.* FROM customer
JOIN customer_identity ON customer_identity.customer_id = customer.id
WHERE customer_identity.kind = $1 AND customer_identity.value = $2;

-- A second customer with the same identity is a unique violation.
-- name: InsertCustomerIdentity :exec
INSERT INTO customer_identity (kind, value, customer_id) VALUES ($1, $2, $3);

-- name: DeleteCustomerIdentity :execrows
DELETE FROM customer_identity WHERE kind = $1 AND value = $2 AND customer_id = $3;

-- name: DeleteCustomerIdentities :execrows
DELETE FROM customer_identity WHERE customer_id = $1;

-- name: ListCustomerIdentities :many
SELECT kind, value FROM customer_identity WHERE customer_id = $1 ORDER BY kind, value;
