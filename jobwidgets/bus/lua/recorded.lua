-- The record is stored up to (epoch, seq). ARGV: 3 epoch, 4 seq, 5 TTL of the job's keys in seconds, or ''.
-- Returns 1, or 0 if the job has moved on.
local c = redis.call('HMGET', CTL, 'epoch', 'seq')
if not c[1] then
  redis.call('HDEL', DIRTY, JOB)
  return 1
end
if c[1] ~= ARGV[3] or c[2] ~= ARGV[4] then return 0 end
redis.call('HDEL', DIRTY, JOB)
if ARGV[5] ~= '' then
  for i = 1, 8 do redis.call('EXPIRE', KEYS[i], ARGV[5]) end
end
return 1
