-- One atomic look. ARGV: 3 epoch, 4 seq the reader has.
-- Returns {ctl fields, 'tail', events} if those are still in the tail, else {ctl fields, 'snapshot', snap fields, text pieces};
-- an empty list for an unknown job.
local ctl = redis.call('HMGET', CTL, 'epoch', 'seq', 'state', 'attempt', 'user', 'type', 'generation', 'external', 'created',
  'updated', 'queue', 'cancel', 'memos', 'worker', 'token', 'log_bytes', 'lost')
if not ctl[1] then return {} end
local head, seq = tonumber(ctl[2]), tonumber(ARGV[4])
if ctl[1] == ARGV[3] and head >= seq and head - seq <= redis.call('LLEN', TAIL) then
  local missing = head - seq
  return {ctl, 'tail', missing > 0 and redis.call('LRANGE', TAIL, -missing, -1) or {}}
end
return {ctl, 'snapshot', redis.call('HGETALL', SNAP), redis.call('LRANGE', TEXT, 0, -1)}
