-- The spine: organisation, sign-in, customers, contacts, the floor's state and
-- the first two facts. PostgreSQL's dialect, and valid on SQLite word for word:
-- ids are TEXT (UUIDv7), instants BIGINT microseconds UTC, durations BIGINT
-- microseconds, documents TEXT holding JSON. Zero and '' stand for "none" in
-- facts, so that no query needs three-valued logic.

-- +goose Up

-- The organisation: one row per object (region, site, team, user, skill, queue,
-- profile, service, counter, calendar, reason, …), the current document and its version.
CREATE TABLE org_object (
    id         TEXT    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    version    BIGINT  NOT NULL,
    active     BOOLEAN NOT NULL,
    doc        TEXT    NOT NULL,
    changed_at BIGINT  NOT NULL,
    UNIQUE (kind, key)
);

-- Every change of an object, with who, when, before and after. Append only.
CREATE TABLE org_change (
    id     TEXT   NOT NULL PRIMARY KEY,
    at     BIGINT NOT NULL,
    actor  TEXT   NOT NULL,
    kind   TEXT   NOT NULL,
    key    TEXT   NOT NULL,
    action TEXT   NOT NULL,
    before TEXT   NOT NULL,
    after  TEXT   NOT NULL
);
CREATE INDEX org_change_object ON org_change (kind, key, id);

-- The organisation's version, for ETags and to notice a change by another process.
CREATE TABLE org_version (
    one     BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    at      BIGINT NOT NULL
);

CREATE TABLE credential (
    user_id     TEXT    NOT NULL PRIMARY KEY,
    password    TEXT    NOT NULL,
    must_change BOOLEAN NOT NULL,
    changed_at  BIGINT  NOT NULL
);

-- Sessions are kept by the hash of their token: a stolen copy of the store signs nobody in.
CREATE TABLE session (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    user_id    TEXT   NOT NULL,
    csrf       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_of_user ON session (user_id);

-- What a user chose for themselves (language, colour scheme), as a document.
CREATE TABLE user_setting (
    user_id TEXT NOT NULL PRIMARY KEY,
    doc     TEXT NOT NULL
);

-- Links of kiosks, displays and walls carry a token of their own.
CREATE TABLE device_token (
    device_key TEXT   NOT NULL PRIMARY KEY,
    token      TEXT   NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE customer (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    search     TEXT   NOT NULL,
    segment    TEXT   NOT NULL,
    language   TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX customer_search ON customer (search, id);

CREATE TABLE customer_identity (
    kind        TEXT NOT NULL,
    value       TEXT NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customer (id),
    PRIMARY KEY (kind, value)
);
CREATE INDEX customer_identity_customer ON customer_identity (customer_id);

-- One encounter on one channel, from arrival to close.
CREATE TABLE contact (
    id          TEXT   NOT NULL PRIMARY KEY,
    channel     TEXT   NOT NULL,
    direction   TEXT   NOT NULL,
    program     TEXT   NOT NULL,
    site        TEXT   NOT NULL,
    service     TEXT   NOT NULL,
    customer_id TEXT   NOT NULL,
    segment     TEXT   NOT NULL,
    language    TEXT   NOT NULL,
    label       TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    outcome     TEXT   NOT NULL,
    note        TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    arrived_at  BIGINT NOT NULL,
    closed_at   BIGINT NOT NULL,
    version     BIGINT NOT NULL
);
CREATE INDEX contact_arrived ON contact (arrived_at, id);
CREATE INDEX contact_customer ON contact (customer_id, arrived_at);
CREATE INDEX contact_open ON contact (state, id);

-- What happened in a contact, in order: the timeline people read. Not a fact
-- that KPIs count.
CREATE TABLE contact_event (
    id         TEXT   NOT NULL PRIMARY KEY,
    contact_id TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    actor      TEXT   NOT NULL,
    doc        TEXT   NOT NULL
);
CREATE INDEX contact_event_contact ON contact_event (contact_id, id);

-- The branch's part of a contact.
CREATE TABLE visit (
    contact_id TEXT    NOT NULL PRIMARY KEY,
    work_id    TEXT    NOT NULL,
    token      TEXT    NOT NULL UNIQUE,
    site       TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    prefix     TEXT    NOT NULL,
    number     BIGINT  NOT NULL,
    device     TEXT    NOT NULL,
    counter    TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    called_at  BIGINT  NOT NULL,
    recalls    BIGINT  NOT NULL,
    deferred   BOOLEAN NOT NULL,
    UNIQUE (site, day, prefix, number)
);
CREATE INDEX visit_state ON visit (site, state);
CREATE INDEX visit_work ON visit (work_id);

-- The next free ticket number per site, day and prefix.
CREATE TABLE ticket_number (
    site   TEXT   NOT NULL,
    day    TEXT   NOT NULL,
    prefix TEXT   NOT NULL,
    next   BIGINT NOT NULL,
    PRIMARY KEY (site, day, prefix)
);

-- Numbers a kiosk may give away while it is cut off.
CREATE TABLE ticket_block (
    id        TEXT   NOT NULL PRIMARY KEY,
    device    TEXT   NOT NULL,
    site      TEXT   NOT NULL,
    day       TEXT   NOT NULL,
    prefix    TEXT   NOT NULL,
    first     BIGINT NOT NULL,
    last      BIGINT NOT NULL,
    issued_at BIGINT NOT NULL
);
CREATE INDEX ticket_block_device ON ticket_block (device, day);

-- A site's business day: opened and closed once each, whatever restarts.
CREATE TABLE site_day (
    site      TEXT   NOT NULL,
    day       TEXT   NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    PRIMARY KEY (site, day)
);

-- The floor: what the engine is rebuilt from. One row per entity, its exact state
-- as the engine gave it; meta and open hold what the facts need until the leg or
-- interval ends.
CREATE TABLE floor_scalar (
    one   BIGINT NOT NULL PRIMARY KEY,
    epoch BIGINT NOT NULL,
    doc   TEXT   NOT NULL
);
CREATE TABLE floor_work (
    work_id TEXT NOT NULL PRIMARY KEY,
    doc     TEXT NOT NULL,
    meta    TEXT NOT NULL
);
CREATE TABLE floor_agent (
    agent_id TEXT NOT NULL PRIMARY KEY,
    doc      TEXT NOT NULL,
    open     TEXT NOT NULL
);
CREATE TABLE floor_queue (
    queue TEXT NOT NULL PRIMARY KEY,
    doc   TEXT NOT NULL
);
CREATE TABLE floor_command (
    id  TEXT   NOT NULL PRIMARY KEY,
    at  BIGINT NOT NULL
);
CREATE INDEX floor_command_at ON floor_command (at, id);

-- Why a work went to an agent.
CREATE TABLE decision (
    work_id TEXT   NOT NULL,
    leg     BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    agent   TEXT   NOT NULL,
    doc     TEXT   NOT NULL,
    PRIMARY KEY (work_id, leg, seq)
);

-- Fact 1 of 5. See core.Leg for the meaning of every column.
CREATE TABLE leg (
    id            TEXT   NOT NULL PRIMARY KEY,
    corrects      TEXT   NOT NULL,
    contact       TEXT   NOT NULL,
    work          TEXT   NOT NULL,
    number        BIGINT NOT NULL,
    channel       TEXT   NOT NULL,
    direction     TEXT   NOT NULL,
    program       TEXT   NOT NULL,
    site          TEXT   NOT NULL,
    queue         TEXT   NOT NULL,
    service       TEXT   NOT NULL,
    agent         TEXT   NOT NULL,
    team          TEXT   NOT NULL,
    position      TEXT   NOT NULL,
    case_id       TEXT   NOT NULL,
    customer      TEXT   NOT NULL,
    segment       TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    outcome       TEXT   NOT NULL,
    language      TEXT   NOT NULL,
    arrived       BIGINT NOT NULL,
    queued        BIGINT NOT NULL,
    offered       BIGINT NOT NULL,
    answered      BIGINT NOT NULL,
    released      BIGINT NOT NULL,
    wrapped       BIGINT NOT NULL,
    hold          BIGINT NOT NULL,
    paused        BIGINT NOT NULL,
    parked        BIGINT NOT NULL,
    ended         TEXT   NOT NULL,
    end_detail    TEXT   NOT NULL,
    ended_by      TEXT   NOT NULL,
    offers        BIGINT NOT NULL,
    recalls       BIGINT NOT NULL,
    priority      BIGINT NOT NULL,
    stages        BIGINT NOT NULL,
    announced     BIGINT NOT NULL,
    place         BIGINT NOT NULL,
    sl_threshold  BIGINT NOT NULL,
    short_abandon BIGINT NOT NULL,
    UNIQUE (work, number, corrects)
);
CREATE INDEX leg_queued ON leg (queued, id);
CREATE INDEX leg_contact ON leg (contact, number);
CREATE INDEX leg_agent ON leg (agent, queued);

-- Fact 2 of 5. See core.AgentInterval.
CREATE TABLE agent_interval (
    id        TEXT   NOT NULL PRIMARY KEY,
    agent     TEXT   NOT NULL,
    site      TEXT   NOT NULL,
    team      TEXT   NOT NULL,
    profile   TEXT   NOT NULL,
    presence  TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    class     TEXT   NOT NULL,
    activity  TEXT   NOT NULL,
    channel   TEXT   NOT NULL,
    works     BIGINT NOT NULL,
    from_at   BIGINT NOT NULL,
    to_at     BIGINT NOT NULL
);
CREATE INDEX agent_interval_from ON agent_interval (from_at, id);
CREATE INDEX agent_interval_agent ON agent_interval (agent, from_at);

-- Answers to calls that carried an Idempotency-Key.
CREATE TABLE idempotency (
    scope   TEXT   NOT NULL,
    key     TEXT   NOT NULL,
    request TEXT   NOT NULL,
    status  BIGINT NOT NULL,
    answer  TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_at ON idempotency (at);

-- +goose Down
DROP TABLE idempotency;
DROP TABLE agent_interval;
DROP TABLE leg;
DROP TABLE decision;
DROP TABLE floor_command;
DROP TABLE floor_queue;
DROP TABLE floor_agent;
DROP TABLE floor_work;
DROP TABLE floor_scalar;
DROP TABLE site_day;
DROP TABLE ticket_block;
DROP TABLE ticket_number;
DROP TABLE visit;
DROP TABLE contact_event;
DROP TABLE contact;
DROP TABLE customer_identity;
DROP TABLE customer;
DROP TABLE device_token;
DROP TABLE user_setting;
DROP TABLE session;
DROP TABLE credential;
DROP TABLE org_version;
DROP TABLE org_change;
DROP TABLE org_object;
