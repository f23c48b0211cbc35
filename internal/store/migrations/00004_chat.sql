-- Conversations in writing, and the third of the five facts. PostgreSQL's dialect,
-- and valid on SQLite word for word (see 00001_spine.sql).

-- +goose Up

-- The written channels' part of a contact. It may go on with one work after the
-- other: resumed, or left as a message. Tokens are kept by their hash: a stolen
-- copy of the store opens nobody's conversation.
CREATE TABLE conversation (
    contact_id      TEXT   NOT NULL PRIMARY KEY,
    work_id         TEXT   NOT NULL, -- it goes on with; the last one where it is over
    inbox           TEXT   NOT NULL,
    channel         TEXT   NOT NULL, -- of that work: chat, or task for a message
    language        TEXT   NOT NULL,
    token_hash      TEXT   NOT NULL UNIQUE,
    transcript_hash TEXT   NOT NULL UNIQUE,
    name            TEXT   NOT NULL,
    email           TEXT   NOT NULL,
    phone           TEXT   NOT NULL,
    page            TEXT   NOT NULL, -- of the web site, where it began
    state           TEXT   NOT NULL,
    agent           TEXT   NOT NULL, -- who has it, or had it last
    messages        BIGINT NOT NULL, -- number of the newest
    opened_at       BIGINT NOT NULL,
    closed_at       BIGINT NOT NULL,
    closed_by       TEXT   NOT NULL,
    rating          BIGINT NOT NULL,
    rating_comment  TEXT   NOT NULL,
    rated_at        BIGINT NOT NULL
);
CREATE INDEX conversation_work ON conversation (work_id);
CREATE INDEX conversation_state ON conversation (state, contact_id);

-- What was said, in order, colleagues' notes and what happened included.
CREATE TABLE chat_message (
    id           TEXT    NOT NULL PRIMARY KEY,
    contact_id   TEXT    NOT NULL,
    number       BIGINT  NOT NULL,
    client_id    TEXT    NOT NULL, -- given by whoever sent it, so that a repeat is recognised
    author       TEXT    NOT NULL, -- customer, agent, automatic
    agent        TEXT    NOT NULL,
    kind         TEXT    NOT NULL, -- text, file, system, note
    body         TEXT    NOT NULL,
    file_id      TEXT    NOT NULL,
    search       TEXT    NOT NULL, -- body in small letters without accents
    sent_at      BIGINT  NOT NULL,
    delivered_at BIGINT  NOT NULL,
    read_at      BIGINT  NOT NULL,
    counted      BOOLEAN NOT NULL, -- its fact is written
    UNIQUE (contact_id, number),
    UNIQUE (contact_id, client_id)
);
CREATE INDEX chat_message_sent ON chat_message (sent_at, id);

-- Files that were sent; their content lies on disk under the random id.
CREATE TABLE chat_file (
    id         TEXT   NOT NULL PRIMARY KEY,
    contact_id TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    type       TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    sha256     TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX chat_file_contact ON chat_file (contact_id);

-- Fact 3 of 5. See core.Message.
CREATE TABLE message (
    id        TEXT   NOT NULL PRIMARY KEY,
    corrects  TEXT   NOT NULL,
    contact   TEXT   NOT NULL,
    channel   TEXT   NOT NULL,
    direction TEXT   NOT NULL,
    author    TEXT   NOT NULL,
    agent     TEXT   NOT NULL,
    sent      BIGINT NOT NULL,
    delivered BIGINT NOT NULL,
    read      BIGINT NOT NULL
);
CREATE INDEX message_sent ON message (sent, id);
CREATE INDEX message_contact ON message (contact, sent);

-- +goose Down
DROP TABLE message;
DROP TABLE chat_file;
DROP TABLE chat_message;
DROP TABLE conversation;
