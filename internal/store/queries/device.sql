-- The tokens of devices, those that ask for one, and when they were there.

-- name: ListDeviceTokens :many
SELECT * FROM device_token ORDER BY device_key;

-- name: GetDeviceByToken :one
SELECT * FROM device_token WHERE token_hash = $1;

-- Replaces the token: what had the old one is not let in any more.
-- name: SetDeviceToken :exec
INSERT INTO device_token (device_key, token_hash, created_at) VALUES ($1, $2, $3)
ON CONFLICT (device_key) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at;

-- Zero rows: the device has a token already.
-- name: InsertDeviceTokenIfAbsent :execrows
INSERT INTO device_token (device_key, token_hash, created_at) VALUES ($1, $2, $3)
ON CONFLICT (device_key) DO NOTHING;

-- name: DeleteDeviceToken :execrows
DELETE FROM device_token WHERE device_key = $1;

-- name: InsertDevicePairing :exec
INSERT INTO device_pairing (secret_hash, token_hash, code, kind, address, agent, asked_at, expires_at, device_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '');

-- name: GetDevicePairing :one
SELECT * FROM device_pairing WHERE secret_hash = $1;

-- Those that show a code which is good still.
-- name: ListOpenDevicePairings :many
SELECT * FROM device_pairing WHERE device_key = '' AND expires_at > $1 ORDER BY asked_at, secret_hash;

-- Uses a code up. Zero rows: somebody else did.
-- name: CloseDevicePairing :execrows
UPDATE device_pairing SET device_key = @device_key, code = '', expires_at = @expires_at
WHERE secret_hash = @secret_hash AND device_key = '';

-- name: DeleteExpiredDevicePairings :execrows
DELETE FROM device_pairing WHERE expires_at <= $1;

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
