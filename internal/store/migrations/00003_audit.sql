-- The audit log: rows are added, never changed. Each carries the hash of the one
-- before it (docs/adr/0015-audit-chain.md); audit_head holds the last one's and
-- gives writers their order.

-- +goose Up
CREATE TABLE audit (
    number   BIGINT NOT NULL PRIMARY KEY,
    at       BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    party    TEXT   NOT NULL,
    who      TEXT   NOT NULL,
    via      TEXT   NOT NULL,
    object   TEXT   NOT NULL,
    detail   TEXT   NOT NULL,
    previous TEXT   NOT NULL,
    hash     TEXT   NOT NULL
);
CREATE INDEX audit_at ON audit (at, number);
CREATE INDEX audit_who ON audit (who, at, number);
CREATE INDEX audit_kind ON audit (kind, at, number);
CREATE INDEX audit_object ON audit (object, at, number);

CREATE TABLE audit_head (
    one    BIGINT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    hash   TEXT   NOT NULL
);

-- +goose Down
DROP TABLE audit_head;
DROP TABLE audit;
