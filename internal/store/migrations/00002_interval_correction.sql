-- A fact is never edited: a correction is a new row that says which row it
-- corrects. Legs had the column from the start, agent intervals have it now.
-- Several rows may correct one, for an interval may have to be divided.

-- +goose Up
ALTER TABLE agent_interval ADD COLUMN corrects TEXT NOT NULL DEFAULT '';
CREATE INDEX agent_interval_corrects ON agent_interval (corrects) WHERE corrects <> '';

-- +goose Down
DROP INDEX agent_interval_corrects;
ALTER TABLE agent_interval DROP COLUMN corrects;
