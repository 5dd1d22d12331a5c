-- A job that was made known but cannot be launched. ARGV: 3 error (JSON), 4 sources of failed.
-- Returns 1, or 0 if it is no longer waiting for its first attempt.
local c = redis.call('HMGET', CTL, 'state', 'attempt')
if c[1] ~= 'queued' or c[2] ~= '0' or not among(c[1], ARGV[4]) then return 0 end
fail(0, seconds(now_ms()), 'refused', ARGV[3])
return 1
