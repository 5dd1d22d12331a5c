-- Creates a job's keys, unless they exist. ARGV: 3 epoch, 4 spec (JSON), 5 user, 6 type, 7 queue, 8 created (s),
-- 9 external (0/1), 10 bytes the event log may take, 0 for none, 11 not before (ms) or '', 12 word for the shard's generation
-- if it has none. Returns 1 if created, 0 if it was there.
if redis.call('EXISTS', CTL) == 1 then return 0 end
local at = ARGV[8]
redis.call('HSET', CTL, 'epoch', ARGV[3], 'seq', 0, 'state', 'queued', 'attempt', 0, 'generation', 0, 'user', ARGV[5],
  'type', ARGV[6], 'queue', ARGV[7], 'created', at, 'external', ARGV[9], 'lost', 0, 'log_cap', ARGV[10])
if ARGV[11] ~= '' then redis.call('HSET', CTL, 'not_before', ARGV[11]) end
redis.call('SET', GENERATION, ARGV[12], 'NX')
redis.call('SET', SPEC, ARGV[4])
commit('queued', at, {state_event('queued', 0, at)})
return 1
