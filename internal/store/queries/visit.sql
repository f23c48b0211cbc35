-- Visits, ticket numbers, blocks of numbers and business days.

-- name: InsertVisit :exec
INSERT INTO visit (contact_id, work_id, token, site, day, prefix, number, device, counter,
    state, called_at, recalls, deferred)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: GetVisit :one
SELECT * FROM visit WHERE contact_id = $1;

-- name: GetVisitByToken :one
SELECT * FROM visit WHERE token = $1;

-- name: GetVisitByWork :one
SELECT * FROM visit WHERE work_id = $1 ORDER BY contact_id LIMIT 1;

-- name: GetVisitByTicket :one
SELECT * FROM visit WHERE site = $1 AND day = $2 AND prefix = $3 AND number = $4;

-- name: SetVisitState :execrows
UPDATE visit SET state = @state WHERE contact_id = @contact_id;

-- What an event makes of a visit. Zero rows: something later has happened already
-- (events are numbered as they happened; the kinds named move nothing).
-- name: MoveVisit :execrows
UPDATE visit SET state = @state
WHERE visit.contact_id = @contact_id AND NOT EXISTS (
    SELECT 1 FROM contact_event
    WHERE contact_event.contact_id = visit.contact_id AND contact_event.id > CAST(@event AS TEXT)
      AND contact_event.kind NOT IN ('recalled', 'described', 'deferred', 'reprioritised', 'declined', 'no_answer'));

-- name: SeatVisit :execrows
UPDATE visit SET counter = @counter, called_at = @called_at, recalls = 0
WHERE contact_id = @contact_id;

-- The visits that still go on, at one site or (empty) all.
-- name: ListOpenVisits :many
SELECT * FROM visit
WHERE state IN ('waiting', 'called', 'serving', 'parked')
  AND (CAST(@site AS TEXT) = '' OR site = CAST(@site AS TEXT))
  AND contact_id > CAST(@after_id AS TEXT)
ORDER BY contact_id LIMIT @max_rows;

-- The visit goes on with another work: the next service, or the same after a return.
-- name: SetVisitWork :execrows
UPDATE visit SET work_id = @work_id, state = @state, counter = '', called_at = 0, recalls = 0
WHERE contact_id = @contact_id;

-- name: CallVisit :execrows
UPDATE visit SET state = @state, counter = @counter, called_at = @called_at, recalls = 0
WHERE contact_id = @contact_id;

-- name: RecallVisit :one
UPDATE visit SET called_at = @called_at, recalls = recalls + 1
WHERE contact_id = @contact_id
RETURNING recalls;

-- Zero rows: unknown, or deferred before.
-- name: DeferVisit :execrows
UPDATE visit SET deferred = TRUE WHERE contact_id = $1 AND NOT deferred;

-- name: ListVisitsInState :many
SELECT * FROM visit WHERE site = $1 AND state = $2 ORDER BY called_at, contact_id;

-- name: ListVisitsOfDay :many
SELECT * FROM visit
WHERE site = @site AND day = @day AND contact_id > CAST(@after_id AS TEXT)
ORDER BY contact_id LIMIT @max_rows;

-- What a display shows: the visits of the day called last.
-- name: ListVisitsCalled :many
SELECT * FROM visit
WHERE site = @site AND day = @day AND called_at > 0
ORDER BY called_at DESC, contact_id DESC LIMIT @max_rows;

-- Takes count numbers and gives the first of them; the first of a day is first_number.
-- name: TakeTicketNumbers :one
INSERT INTO ticket_number (site, day, prefix, next)
VALUES (@site, @day, @prefix, CAST(@first_number AS BIGINT) + CAST(@count AS BIGINT))
ON CONFLICT (site, day, prefix) DO UPDATE SET next = ticket_number.next + CAST(@count AS BIGINT)
RETURNING CAST(next - CAST(@count AS BIGINT) AS BIGINT);

-- name: GetTicketNumber :one
SELECT next FROM ticket_number WHERE site = $1 AND day = $2 AND prefix = $3;

-- name: DeleteTicketNumbersBefore :execrows
DELETE FROM ticket_number WHERE day < $1;

-- name: InsertTicketBlock :exec
INSERT INTO ticket_block (id, device, site, day, prefix, first, last, issued_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: GetTicketBlock :one
SELECT * FROM ticket_block WHERE id = $1;

-- name: ListTicketBlocks :many
SELECT * FROM ticket_block WHERE device = $1 AND day = $2 ORDER BY prefix, first;

-- name: GetSiteDay :one
SELECT * FROM site_day WHERE site = $1 AND day = $2;

-- Zero rows: opened before.
-- name: OpenSiteDay :execrows
INSERT INTO site_day (site, day, opened_at, closed_at) VALUES ($1, $2, $3, 0)
ON CONFLICT (site, day) DO NOTHING;

-- Zero rows: never opened, or closed before.
-- name: CloseSiteDay :execrows
UPDATE site_day SET closed_at = @closed_at WHERE site = @site AND day = @day AND closed_at = 0;

-- Days that nobody closed, whatever restarted meanwhile.
-- name: ListOpenSiteDays :many
SELECT * FROM site_day WHERE closed_at = 0 ORDER BY site, day;
