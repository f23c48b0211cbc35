-- Conversations, their messages and files, and the message facts.

-- name: InsertConversation :exec
INSERT INTO conversation (contact_id, work_id, inbox, channel, language, token_hash, transcript_hash, name, email, phone,
    page, state, agent, messages, opened_at, closed_at, closed_by, rating, rating_comment, rated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', 0, $13, 0, '', 0, '', 0);

-- name: GetConversation :one
SELECT * FROM conversation WHERE contact_id = $1;

-- name: GetConversationByToken :one
SELECT * FROM conversation WHERE token_hash = $1;

-- name: GetConversationByTranscript :one
SELECT * FROM conversation WHERE transcript_hash = $1;

-- name: GetConversationByWork :one
SELECT * FROM conversation WHERE work_id = $1 ORDER BY contact_id LIMIT 1;

-- The conversations that go on, in order.
-- name: ListOpenConversations :many
SELECT * FROM conversation
WHERE state IN ('waiting', 'active', 'parked', 'leaving') AND contact_id > CAST(@after_id AS TEXT)
ORDER BY contact_id LIMIT @max_rows;

-- Those whose customer is gone and whose message is still to be queued.
-- name: ListLeavingConversations :many
SELECT * FROM conversation WHERE state = 'leaving' ORDER BY contact_id LIMIT $1;

-- What an event makes of a conversation. Zero rows: something later has happened
-- already (the kinds named move nothing).
-- name: MoveConversation :execrows
UPDATE conversation SET state = @state, agent = @agent, closed_at = @closed_at, closed_by = @closed_by
WHERE conversation.contact_id = @contact_id AND NOT EXISTS (
    SELECT 1 FROM contact_event
    WHERE contact_event.contact_id = conversation.contact_id AND contact_event.id > CAST(@event AS TEXT)
      AND contact_event.kind NOT IN ('described', 'reprioritised', 'declined', 'no_answer', 'identified', 'rated'));

-- The conversation goes on with another work.
-- name: SetConversationWork :execrows
UPDATE conversation SET work_id = @work_id, channel = @channel, state = @state, closed_at = 0, closed_by = ''
WHERE contact_id = @contact_id;

-- Zero rows: rated before, or not over yet.
-- name: RateConversation :execrows
UPDATE conversation SET rating = @rating, rating_comment = @rating_comment, rated_at = @rated_at
WHERE contact_id = @contact_id AND rated_at = 0 AND closed_at > 0;

-- The number of the next message.
-- name: TakeMessageNumber :one
UPDATE conversation SET messages = messages + 1 WHERE contact_id = $1 RETURNING messages;

-- name: InsertChatMessage :exec
INSERT INTO chat_message (id, contact_id, number, client_id, author, agent, kind, body, file_id, search,
    sent_at, delivered_at, read_at, counted)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, FALSE);

-- name: GetChatMessageByClient :one
SELECT * FROM chat_message WHERE contact_id = $1 AND client_id = $2;

-- The newest messages before a number, newest first.
-- name: ListChatMessages :many
SELECT * FROM chat_message
WHERE contact_id = @contact_id AND number < CAST(@before AS BIGINT)
ORDER BY number DESC LIMIT @max_rows;

-- Up to a number, what the other party sent has come to this one's screen.
-- name: MarkDelivered :execrows
UPDATE chat_message SET delivered_at = @at
WHERE contact_id = @contact_id AND number <= CAST(@up_to AS BIGINT) AND delivered_at = 0 AND NOT counted
  AND (author = 'customer') = CAST(@of_customer AS BOOLEAN) AND kind IN ('text', 'file', 'system');

-- name: MarkRead :execrows
UPDATE chat_message SET read_at = @at
WHERE contact_id = @contact_id AND number <= CAST(@up_to AS BIGINT) AND read_at = 0 AND NOT counted
  AND (author = 'customer') = CAST(@of_customer AS BOOLEAN) AND kind IN ('text', 'file', 'system');

-- The facts of what was said since they were written last.
-- name: InsertMessageFacts :execrows
INSERT INTO message (id, corrects, contact, channel, direction, author, agent, sent, delivered, read)
SELECT chat_message.id, '', chat_message.contact_id, CAST(@channel AS TEXT),
    CASE WHEN chat_message.author = 'customer' THEN 'inbound' ELSE 'outbound' END,
    chat_message.author, chat_message.agent, chat_message.sent_at, chat_message.delivered_at, chat_message.read_at
FROM chat_message
WHERE chat_message.contact_id = @contact_id AND NOT chat_message.counted AND chat_message.kind IN ('text', 'file');

-- name: CountChatMessages :execrows
UPDATE chat_message SET counted = TRUE WHERE contact_id = $1 AND NOT counted;

-- Messages with a text in them, newest first; folded is the text as it is kept for search.
-- name: SearchChatMessages :many
SELECT * FROM chat_message
WHERE sent_at >= @from_at AND (sent_at, id) < (CAST(@after_at AS BIGINT), CAST(@after_id AS TEXT))
  AND kind <> 'system' AND search LIKE '%' || CAST(@folded AS TEXT) || '%'
ORDER BY sent_at DESC, id DESC LIMIT @max_rows;

-- name: InsertChatFile :exec
INSERT INTO chat_file (id, contact_id, name, type, size, sha256, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: GetChatFile :one
SELECT * FROM chat_file WHERE id = $1 AND contact_id = $2;

-- name: ListChatFiles :many
SELECT * FROM chat_file WHERE contact_id = $1 ORDER BY created_at, id;

-- Message facts sent from from_at (inclusive) to to_at (exclusive), as they count.
-- name: ListMessages :many
SELECT * FROM message
WHERE message.sent >= @from_at AND message.sent < @to_at
  AND (message.sent, message.id) > (CAST(@after_at AS BIGINT), CAST(@after_id AS TEXT))
  AND NOT EXISTS (SELECT 1 FROM message AS newer WHERE newer.corrects = message.id AND newer.corrects <> '')
ORDER BY message.sent, message.id LIMIT @max_rows;

-- name: ListMessagesOfContact :many
SELECT * FROM message WHERE contact = $1 ORDER BY sent, id;

-- Whether an event of a timeline is written.
-- name: HasContactEvent :one
SELECT COUNT(*) > 0 FROM contact_event WHERE id = $1;

-- The files of one shelf on disk.
-- name: ListChatFileIDs :many
SELECT id FROM chat_file WHERE id >= @from_id AND id < @to_id;
