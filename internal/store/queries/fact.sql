-- The facts. Package store turns these rows into core.Leg and core.AgentInterval
-- (Queries are wrapped by LegsBetween, LegsOfContact, IntervalsBetween, …).

-- Legs queued from from_at (inclusive) to to_at (exclusive), as they count: a row
-- that was corrected is left out, its correction is in. Empty site, queue or agent: any.
-- answered 1: only those that were answered.
-- name: ListLegs :many
SELECT * FROM leg
WHERE leg.queued >= @from_at AND leg.queued < @to_at
  AND (leg.queued, leg.id) > (CAST(@after_at AS BIGINT), CAST(@after_id AS TEXT))
  AND (CAST(@site AS TEXT) = '' OR leg.site = CAST(@site AS TEXT))
  AND (CAST(@queue AS TEXT) = '' OR leg.queue = CAST(@queue AS TEXT))
  AND (CAST(@agent AS TEXT) = '' OR leg.agent = CAST(@agent AS TEXT))
  AND (CAST(@answered AS BIGINT) = 0 OR leg.answered <> 0)
  AND NOT EXISTS (SELECT 1 FROM leg AS newer
                  WHERE newer.work = leg.work AND newer.number = leg.number AND newer.corrects = leg.id)
ORDER BY leg.queued, leg.id LIMIT @max_rows;

-- What figures read of the legs of a period, as they count, and nothing else, in no
-- order. What the legs of a day share is one text (its parts hold no bar): a day of a
-- large house is read in one go, and each column of each row costs.
-- Empty site, queue or channel: any.
-- name: ListReportLegs :many
SELECT CAST(leg.channel || '|' || leg.direction || '|' || leg.site || '|' || leg.queue || '|' || leg.service || '|' ||
            leg.agent || '|' || leg.reason || '|' || leg.outcome || '|' || leg.ended || '|' ||
            leg.sl_threshold || '|' || leg.short_abandon AS TEXT) AS alike,
       leg.queued, leg.answered, leg.released, leg.wrapped, CAST(leg.hold + leg.paused + leg.parked AS BIGINT) AS apart,
       leg.hold
FROM leg
WHERE leg.queued >= @from_at AND leg.queued < @to_at
  AND (CAST(@site AS TEXT) = '' OR leg.site = CAST(@site AS TEXT))
  AND (CAST(@queue AS TEXT) = '' OR leg.queue = CAST(@queue AS TEXT))
  AND (CAST(@channel AS TEXT) = '' OR leg.channel = CAST(@channel AS TEXT))
  AND NOT EXISTS (SELECT 1 FROM leg AS newer
                  WHERE newer.work = leg.work AND newer.number = leg.number AND newer.corrects = leg.id);

-- All legs, as they count, of the contacts that have one from (from_at, from_id)
-- to (to_at, to_id), both inclusive: a page of ListLegs, whole.
-- name: ListLegsOfContactsBetween :many
SELECT * FROM leg
WHERE leg.contact IN (SELECT part.contact FROM leg AS part
                      WHERE part.queued >= CAST(@from_at AS BIGINT) AND part.queued <= CAST(@to_at AS BIGINT)
                        AND (part.queued, part.id) >= (CAST(@from_at AS BIGINT), CAST(@from_id AS TEXT))
                        AND (part.queued, part.id) <= (CAST(@to_at AS BIGINT), CAST(@to_id AS TEXT))
                        AND (CAST(@site AS TEXT) = '' OR part.site = CAST(@site AS TEXT))
                        AND (CAST(@queue AS TEXT) = '' OR part.queue = CAST(@queue AS TEXT))
                        AND (CAST(@agent AS TEXT) = '' OR part.agent = CAST(@agent AS TEXT)))
  AND NOT EXISTS (SELECT 1 FROM leg AS newer
                  WHERE newer.work = leg.work AND newer.number = leg.number AND newer.corrects = leg.id)
ORDER BY leg.contact, leg.queued, leg.id;

-- What was said, as it counts, in the contacts that have a leg in such a page.
-- name: ListMessagesOfContactsBetween :many
SELECT * FROM message
WHERE message.contact IN (SELECT part.contact FROM leg AS part
                      WHERE part.queued >= CAST(@from_at AS BIGINT) AND part.queued <= CAST(@to_at AS BIGINT)
                        AND (part.queued, part.id) >= (CAST(@from_at AS BIGINT), CAST(@from_id AS TEXT))
                        AND (part.queued, part.id) <= (CAST(@to_at AS BIGINT), CAST(@to_id AS TEXT))
                        AND (CAST(@site AS TEXT) = '' OR part.site = CAST(@site AS TEXT))
                        AND (CAST(@queue AS TEXT) = '' OR part.queue = CAST(@queue AS TEXT))
                        AND (CAST(@agent AS TEXT) = '' OR part.agent = CAST(@agent AS TEXT)))
  AND NOT EXISTS (SELECT 1 FROM message AS newer WHERE newer.corrects = message.id AND newer.corrects <> '')
ORDER BY message.contact, message.sent, message.id;

-- All legs, as they count, of the contacts that arrived from since (inclusive) to
-- until (exclusive) and are of a customer who has a leg in the page.
-- name: ListLegsOfCustomersBetween :many
SELECT * FROM leg
WHERE leg.contact IN (
    SELECT contact.id FROM contact
    WHERE contact.arrived_at >= CAST(@since AS BIGINT) AND contact.arrived_at < CAST(@until AS BIGINT)
      AND contact.customer_id IN (SELECT part.customer FROM leg AS part
                      WHERE part.queued >= CAST(@from_at AS BIGINT) AND part.queued <= CAST(@to_at AS BIGINT)
                        AND (part.queued, part.id) >= (CAST(@from_at AS BIGINT), CAST(@from_id AS TEXT))
                        AND (part.queued, part.id) <= (CAST(@to_at AS BIGINT), CAST(@to_id AS TEXT))
                        AND part.customer <> ''
                        AND (CAST(@site AS TEXT) = '' OR part.site = CAST(@site AS TEXT))
                        AND (CAST(@queue AS TEXT) = '' OR part.queue = CAST(@queue AS TEXT))
                        AND (CAST(@agent AS TEXT) = '' OR part.agent = CAST(@agent AS TEXT))))
  AND NOT EXISTS (SELECT 1 FROM leg AS newer
                  WHERE newer.work = leg.work AND newer.number = leg.number AND newer.corrects = leg.id)
ORDER BY leg.contact, leg.queued, leg.id;

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

-- What figures read of the agent intervals that began from since to until and reach
-- beyond an instant, as they count, in no order, likewise. Empty site: any.
-- name: ListReportIntervals :many
SELECT CAST(agent_interval.agent || '|' || agent_interval.site || '|' || agent_interval.presence || '|' ||
            agent_interval.activity || '|' || agent_interval.class || '|' || agent_interval.reason AS TEXT) AS alike,
       agent_interval.from_at, agent_interval.to_at
FROM agent_interval
WHERE agent_interval.from_at >= @since AND agent_interval.from_at < @until AND agent_interval.to_at > CAST(@beyond AS BIGINT)
  AND (CAST(@site AS TEXT) = '' OR agent_interval.site = CAST(@site AS TEXT))
  AND NOT EXISTS (SELECT 1 FROM agent_interval AS newer
                  WHERE newer.corrects = agent_interval.id AND newer.corrects <> '');

-- Every row as it was written, corrected ones too.
-- name: ListAgentIntervalRows :many
SELECT * FROM agent_interval
WHERE from_at >= @from_at AND from_at < @to_at
  AND (from_at, id) > (CAST(@after_at AS BIGINT), CAST(@after_id AS TEXT))
ORDER BY from_at, id LIMIT @max_rows;

-- The last interval an agent ended, to go on without a gap.
-- name: GetLastAgentInterval :one
SELECT * FROM agent_interval WHERE agent = $1 ORDER BY from_at DESC, id DESC LIMIT 1;
