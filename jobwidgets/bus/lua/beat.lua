-- The owner lives. ARGV: 3 token, 4 attempt, 5 lease (ms). A late beat of an owner that nobody replaced renews too.
-- Returns {owned 0/1, state, and for a job that is not here the shard's generation}.
local c = redis.call('HMGET', CTL, 'token', 'attempt', 'state')
if not c[3] then return {0, '', redis.call('GET', GENERATION) or ''} end
if c[1] ~= ARGV[3] or c[2] ~= ARGV[4] then return {0, c[3], ''} end
redis.call('HSET', CTL, 'lease', whole(now_ms() + tonumber(ARGV[5])))
redis.call('HINCRBY', CTL, 'beats', 1)
return {1, c[3], ''}
