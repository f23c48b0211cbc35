-- What the engine is rebuilt from. The hot path writes these tables with the
-- bulk methods of store.Tx; here are the reads and the rare writes.

-- No row before the floor first ran.
-- name: GetFloorScalar :one
SELECT epoch, doc FROM floor_scalar WHERE one = 1;

-- Makes the caller the floor's owner: the epoch goes up and fences off the owner before.
-- name: ClaimFloor :one
INSERT INTO floor_scalar (one, epoch, doc) VALUES (1, 1, '')
ON CONFLICT (one) DO UPDATE SET epoch = floor_scalar.epoch + 1
RETURNING epoch, doc;

-- name: ListFloorWorks :many
SELECT * FROM floor_work WHERE work_id > CAST(@after_id AS TEXT) ORDER BY work_id LIMIT @max_rows;

-- name: GetFloorWork :one
SELECT * FROM floor_work WHERE work_id = $1;

-- name: ListFloorAgents :many
SELECT * FROM floor_agent ORDER BY agent_id;

-- name: ListFloorQueues :many
SELECT * FROM floor_queue ORDER BY queue;

-- name: HasFloorCommand :one
SELECT COUNT(*) > 0 FROM floor_command WHERE id = $1;

-- name: ListFloorCommands :many
SELECT * FROM floor_command
WHERE (at, id) > (CAST(@after_at AS BIGINT), CAST(@after_id AS TEXT))
ORDER BY at, id LIMIT @max_rows;

-- name: DeleteFloorCommandsBefore :execrows
DELETE FROM floor_command WHERE at < $1;

-- name: ListDecisions :many
SELECT * FROM decision WHERE work_id = $1 ORDER BY leg, seq;

-- name: ListDecisionsOfLeg :many
SELECT * FROM decision WHERE work_id = $1 AND leg = $2 ORDER BY seq;

-- The newest commands, newest first: what a rebuilt engine must recognise.
-- name: ListLastFloorCommands :many
SELECT id FROM floor_command ORDER BY at DESC, id DESC LIMIT @max_rows;
