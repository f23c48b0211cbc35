-- When a kiosk, display or wall was last there. An online device's seen_at is
-- written about once a minute, so that a crash of the house loses no more.

-- +goose Up
CREATE TABLE device_presence (
    device_key TEXT    NOT NULL PRIMARY KEY,
    online     BOOLEAN NOT NULL,
    since      BIGINT  NOT NULL,
    seen_at    BIGINT  NOT NULL
);

-- +goose Down
DROP TABLE device_presence;
