-- What is kept of a person, to be erased. Facts stay: they have ids only.

-- Whether a work of the customer is on the floor: waiting, in hand, or in wrap-up.
-- name: HasWorkWith :one
SELECT COUNT(*) > 0 FROM floor_work WHERE meta LIKE '%' || CAST(@part AS TEXT) || '%';

-- name: HasOpenContact :one
SELECT COUNT(*) > 0 FROM contact WHERE customer_id = @customer_id AND state = 'open';

-- name: EraseContact :exec
UPDATE contact SET note = '', version = version + 1 WHERE id = $1;

-- Where what people call a contact is the customer's name.
-- name: EraseContactLabel :exec
UPDATE contact SET label = '' WHERE id = $1;

-- name: EraseContactEvent :exec
UPDATE contact_event SET doc = @doc WHERE id = @id;

-- The words in which a leader ended a work are about the customer.
-- name: EraseLegWords :exec
UPDATE leg SET end_detail = '' WHERE contact = $1 AND ended = 'abandoned' AND ended_by = 'supervisor';

-- name: DeleteCustomer :execrows
DELETE FROM customer WHERE id = $1;

-- Nobody's token opens it any more, and no transcript's.
-- name: EraseConversation :execrows
UPDATE conversation SET name = '', email = '', phone = '', page = '', rating_comment = '',
    token_hash = 'erased ' || contact_id, transcript_hash = 'erased ' || contact_id
WHERE contact_id = $1;

-- name: EraseChatMessages :execrows
UPDATE chat_message SET body = '', search = '', file_id = '' WHERE contact_id = $1;

-- name: DeleteChatFiles :execrows
DELETE FROM chat_file WHERE contact_id = $1;

-- What was said in a conversation, from the beginning, notes included.
-- name: ListAllChatMessages :many
SELECT * FROM chat_message
WHERE contact_id = @contact_id AND number > @after_number ORDER BY number LIMIT @max_rows;
