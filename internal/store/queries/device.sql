-- When devices were there.

-- name: ListDevicePresence :many
SELECT * FROM device_presence ORDER BY device_key;

-- name: SetDevicePresence :exec
INSERT INTO device_presence (device_key, online, since, seen_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (device_key) DO UPDATE SET online = excluded.online, since = excluded.since, seen_at = excluded.seen_at;

-- All that are online were seen now, in one write.
-- name: TouchDevicesOnline :execrows
UPDATE device_presence SET seen_at = $1 WHERE online;

-- name: DeleteDevicePresence :execrows
DELETE FROM device_presence WHERE device_key = $1;
