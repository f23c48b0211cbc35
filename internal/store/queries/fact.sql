-- The facts. Package store turns these rows into core.Leg and core.AgentInterval
-- (Queries are wrapped by LegsBetween, LegsOfContact, IntervalsBetween, …).

-- Legs queued from from_at (inclusive) to to_at (exclusive), as they count: a row
-- that was corrected is left out, its correction is in. Empty site, queue or agent: any.
-- name: ListLegs :many
SELECT * FROM leg
WHERE leg.queued >= @from_at AND leg.queued < @to_at
  AND (leg.queued, leg.id) > (CAST(@after_at AS BIGINT), CAST(@after_id AS TEXT))
  AND (CAST(@site AS TEXT) = '' OR leg.site = CAST(@site AS TEXT))
  AND (CAST(@queue AS TEXT) = '' OR leg.queue = CAST(@queue AS TEXT))
  AND (CAST(@agent AS TEXT) = '' OR leg.agent = CAST(@agent AS TEXT))
  AND NOT EXISTS (SELECT 1 FROM leg AS newer
                  WHERE newer.work = leg.work AND newer.number = leg.number AND newer.corrects = leg.id)
ORDER BY leg.queued, leg.id LIMIT @max_rows;

-- Every row as it was written, corrected ones too.
-- name: ListLegRows :many
SELECT * FROM leg
WHERE queued >= @from_at AND queued < @to_at
  AND (queued, id) > (CAST(@after_at AS BIGINT), CAST(@after_id AS TEXT))
ORDER BY queued, id LIMIT @max_rows;

-- name: ListLegsOfContact :many
SELECT * FROM leg WHERE contact = $1 ORDER BY number, queued, id;

-- name: ListLegsOfWork :many
SELECT * FROM leg WHERE work = $1 ORDER BY number, queued, id;

-- name: GetLeg :one
SELECT * FROM leg WHERE id = $1;

-- Intervals that began from from_at (inclusive) to to_at (exclusive), as they count:
-- one that was corrected is left out, its corrections are in. Empty site or agent: any.
-- name: ListAgentIntervals :many
SELECT * FROM agent_interval
WHERE agent_interval.from_at >= @from_at AND agent_interval.from_at < @to_at
  AND (agent_interval.from_at, agent_interval.id) > (CAST(@after_at AS BIGINT), CAST(@after_id AS TEXT))
  AND (CAST(@site AS TEXT) = '' OR agent_interval.site = CAST(@site AS TEXT))
  AND (CAST(@agent AS TEXT) = '' OR agent_interval.agent = CAST(@agent AS TEXT))
  AND NOT EXISTS (SELECT 1 FROM agent_interval AS newer
                  WHERE newer.corrects = agent_interval.id AND newer.corrects <> '')
ORDER BY agent_interval.from_at, agent_interval.id LIMIT @max_rows;

-- Every row as it was written, corrected ones too.
-- name: ListAgentIntervalRows :many
SELECT * FROM agent_interval
WHERE from_at >= @from_at AND from_at < @to_at
  AND (from_at, id) > (CAST(@after_at AS BIGINT), CAST(@after_id AS TEXT))
ORDER BY from_at, id LIMIT @max_rows;

-- The last interval an agent ended, to go on without a gap.
-- name: GetLastAgentInterval :one
SELECT * FROM agent_interval WHERE agent = $1 ORDER BY from_at DESC, id DESC LIMIT 1;
