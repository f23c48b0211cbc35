-- Alerts that rang, who took them, what was sent. PostgreSQL's dialect, and valid
-- on SQLite word for word (see 00001_spine.sql).

-- +goose Up

-- One ringing of one alert: it opens once and clears once.
CREATE TABLE alert_occurrence (
    id           TEXT    NOT NULL PRIMARY KEY,
    alert        TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    name         TEXT    NOT NULL, -- as the alert was called then, by language
    subject_kind TEXT    NOT NULL, -- queue, agent, device
    subject      TEXT    NOT NULL,
    node         TEXT    NOT NULL, -- where it happens
    queue        TEXT    NOT NULL,
    site         TEXT    NOT NULL,
    since        BIGINT  NOT NULL, -- what a duration is counted from
    value        BIGINT  NOT NULL, -- µs, or millionths, as it opened
    limit_value  BIGINT  NOT NULL,
    reason       TEXT    NOT NULL, -- the rows behind the value
    opened_at    BIGINT  NOT NULL,
    cleared_at   BIGINT  NOT NULL,
    removed      BOOLEAN NOT NULL, -- it cleared because nothing watches it any more
    muted        BOOLEAN NOT NULL, -- it opened while it was muted: nobody was sent anything
    taken_by     TEXT    NOT NULL,
    taken_at     BIGINT  NOT NULL
);
CREATE UNIQUE INDEX alert_occurrence_open ON alert_occurrence (alert, subject_kind, subject) WHERE cleared_at = 0;
CREATE INDEX alert_occurrence_cleared ON alert_occurrence (cleared_at, id);

CREATE TABLE alert_mute (
    alert        TEXT   NOT NULL,
    subject_kind TEXT   NOT NULL,
    subject      TEXT   NOT NULL,
    until_at     BIGINT NOT NULL,
    muted_by     TEXT   NOT NULL,
    PRIMARY KEY (alert, subject_kind, subject)
);

-- One message to one address.
CREATE TABLE alert_delivery (
    id            TEXT   NOT NULL PRIMARY KEY, -- told to the receiver: a repeat has the same
    occurrence_id TEXT   NOT NULL,
    event         TEXT   NOT NULL, -- opened, cleared
    channel       TEXT   NOT NULL, -- mail, webhook
    address       TEXT   NOT NULL,
    language      TEXT   NOT NULL,
    job_id        BIGINT NOT NULL, -- that sends it; 0: none
    attempts      BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    sent_at       BIGINT NOT NULL,
    failed_at     BIGINT NOT NULL, -- given up
    error         TEXT   NOT NULL
);
CREATE INDEX alert_delivery_of ON alert_delivery (occurrence_id, id);
CREATE INDEX alert_delivery_owed ON alert_delivery (created_at) WHERE sent_at = 0 AND failed_at = 0;

-- +goose Down
DROP TABLE alert_delivery;
DROP TABLE alert_mute;
DROP TABLE alert_occurrence;
