-- The owner of a job that waits for an answer lets go of it: its answer will queue it. ARGV: 3 token, 4 attempt.
-- Returns {1} if it is let go, {0, state} if it was answered (or taken) first.
local c = redis.call('HMGET', CTL, 'token', 'attempt', 'state')
if c[1] ~= ARGV[3] or c[2] ~= ARGV[4] or c[3] ~= 'waiting_input' then return {0, c[3] or ''} end
redis.call('HDEL', CTL, 'token', 'lease', 'look_at', 'look_beats', 'worker')
return {1, c[3]}
