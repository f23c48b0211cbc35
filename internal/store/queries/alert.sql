-- Alerts that rang.

-- name: InsertAlertOccurrence :exec
INSERT INTO alert_occurrence (id, alert, kind, name, subject_kind, subject, node, queue, site, since, value, limit_value,
    reason, opened_at, cleared_at, removed, muted, taken_by, taken_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, FALSE, $15, '', 0);

-- name: GetAlertOccurrence :one
SELECT * FROM alert_occurrence WHERE id = $1;

-- name: ListOpenAlerts :many
SELECT * FROM alert_occurrence WHERE cleared_at = 0 ORDER BY id;

-- Newest first.
-- name: ListClearedAlerts :many
SELECT * FROM alert_occurrence WHERE cleared_at >= @since AND cleared_at > 0 ORDER BY cleared_at DESC, id DESC LIMIT @most;

-- Newest first, those that ring still among them.
-- name: ListAlertOccurrences :many
SELECT * FROM alert_occurrence WHERE id < @before ORDER BY id DESC LIMIT @most;

-- Zero rows: it was cleared already.
-- name: ClearAlertOccurrence :execrows
UPDATE alert_occurrence SET cleared_at = @cleared_at, removed = @removed WHERE id = @id AND cleared_at = 0;

-- name: TakeAlertOccurrence :execrows
UPDATE alert_occurrence SET taken_by = @taken_by, taken_at = @taken_at WHERE id = @id;

-- name: DeleteOldAlerts :execrows
DELETE FROM alert_occurrence WHERE cleared_at > 0 AND cleared_at < @before;

-- name: DeleteOldAlertDeliveries :execrows
DELETE FROM alert_delivery WHERE created_at < @before;

-- name: SetAlertMute :exec
INSERT INTO alert_mute (alert, subject_kind, subject, until_at, muted_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (alert, subject_kind, subject) DO UPDATE SET until_at = excluded.until_at, muted_by = excluded.muted_by;

-- name: ListAlertMutes :many
SELECT * FROM alert_mute WHERE until_at > @now;

-- name: DeleteAlertMutes :execrows
DELETE FROM alert_mute WHERE until_at <= @now;

-- name: InsertAlertDelivery :exec
INSERT INTO alert_delivery (id, occurrence_id, event, channel, address, language, job_id, attempts, created_at, sent_at, failed_at, error)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, 0, $9, $10);

-- name: SetAlertDeliveryJob :execrows
UPDATE alert_delivery SET job_id = @job_id WHERE id = @id;

-- name: GetAlertDelivery :one
SELECT * FROM alert_delivery WHERE id = $1;

-- name: ListAlertDeliveries :many
SELECT * FROM alert_delivery WHERE occurrence_id = $1 ORDER BY id;

-- name: ListOwedAlertDeliveries :many
SELECT * FROM alert_delivery WHERE sent_at = 0 AND failed_at = 0 ORDER BY created_at, id;

-- name: SetAlertDelivery :execrows
UPDATE alert_delivery SET attempts = @attempts, sent_at = @sent_at, failed_at = @failed_at, error = @error WHERE id = @id;
