-- Second factors, API tokens, invitations, identities at a provider, and what a
-- session is told apart by. Secrets are kept by their hash, but for that of a
-- second factor, from which codes are computed.

-- +goose Up
ALTER TABLE session ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';

CREATE TABLE second_factor (
    user_id      TEXT   NOT NULL PRIMARY KEY,
    secret       TEXT   NOT NULL,
    last_step    BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    user_id   TEXT   NOT NULL,
    code_hash TEXT   NOT NULL,
    used_at   BIGINT NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE api_token (
    id         TEXT   NOT NULL PRIMARY KEY,
    token_hash TEXT   NOT NULL UNIQUE,
    user_id    TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    scopes     TEXT   NOT NULL,
    created_by TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL
);
CREATE INDEX api_token_of_user ON api_token (user_id, id);

CREATE TABLE invitation (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    user_id    TEXT   NOT NULL UNIQUE,
    created_by TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE provider_identity (
    issuer    TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    user_id   TEXT   NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (issuer, user_id)
);

-- +goose Down
DROP TABLE provider_identity;
DROP TABLE invitation;
DROP TABLE api_token;
DROP TABLE recovery_code;
DROP TABLE second_factor;
ALTER TABLE session DROP COLUMN agent;
ALTER TABLE session DROP COLUMN address;
ALTER TABLE session DROP COLUMN kind;
