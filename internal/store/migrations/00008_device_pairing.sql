-- Tokens of devices are kept by their hash, as those of sessions are. SQL cannot
-- compute it: the server does so at its next start, for those given before. A
-- device that has none asks for one with a code that it shows.

-- +goose Up
ALTER TABLE device_token RENAME COLUMN token TO token_hash;

CREATE TABLE device_pairing (
    secret_hash TEXT   NOT NULL PRIMARY KEY,
    token_hash  TEXT   NOT NULL,
    code        TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    address     TEXT   NOT NULL,
    agent       TEXT   NOT NULL,
    asked_at    BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    device_key  TEXT   NOT NULL
);

-- +goose Down
DROP TABLE device_pairing;
ALTER TABLE device_token RENAME COLUMN token_hash TO token;
