-- A place under a limit: a sorted set, job → when its hold ends (ms). KEYS: 1 the limit.
-- ARGV: 1 job, 2 how many places there are, 0 for "the job runs, keep its place", 3 how long a hold lasts (ms).
-- Returns 1 if the job has got a place, 2 if it had one, 0 if all are taken.
local t = redis.call('TIME')
local now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
local places, hold = tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
local had = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not had and places > 0 and redis.call('ZCARD', KEYS[1]) >= places then return 0 end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + hold), ARGV[1])
if redis.call('PTTL', KEYS[1]) < hold then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return had and 2 or 1
