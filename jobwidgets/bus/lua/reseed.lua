-- Puts back a job that Redis has lost, in a new epoch. ARGV: 3 epoch, 4 spec (JSON), 5 user, 6 type, 7 lane,
-- 8 created (s), 9 log cap, 10 word for the shard's generation, 11 a token: keys that carry it are replaced, 12 seq so far,
-- 13 new state, 14 attempt, 15 generation so far, 16 not before (ms or ''), 17 at of the events,
-- 18 owner's lease (ms) or '', 19 its n, 20 its worker, 21 lost so far, 22 number of snapshot fields, 23 of text pieces,
-- 24 of memos; then fields, pieces, memos, events.
-- Returns {1, generation}, or {0, generation} where the job is there.
local have = redis.call('HMGET', CTL, 'token', 'generation', 'epoch')
if have[2] then
  -- A server that was slow between taking its epoch and this: another one has done it since.
  if tonumber(have[3]) >= tonumber(ARGV[3]) then return {0, tonumber(have[2])} end
  if ARGV[11] == '' or have[1] ~= ARGV[11] then return {0, tonumber(have[2])} end
  redis.call('DEL', CTL, SNAP, TEXT, TAIL, SPEC, MEMO, MOVES, LOG)
end
redis.call('SET', GENERATION, ARGV[10], 'NX')
redis.call('HSET', CTL, 'epoch', ARGV[3], 'seq', ARGV[12], 'state', ARGV[13], 'attempt', ARGV[14], 'generation', ARGV[15],
  'user', ARGV[5], 'type', ARGV[6], 'queue', ARGV[7], 'created', ARGV[8], 'external', 0, 'lost', ARGV[21], 'log_cap', ARGV[9])
if ARGV[16] ~= '' then redis.call('HSET', CTL, 'not_before', ARGV[16]) end
redis.call('SET', SPEC, ARGV[4])
local i, fields, pieces, memos = 25, tonumber(ARGV[22]), tonumber(ARGV[23]), tonumber(ARGV[24])
local children, answers = 0, 0
for k = i, i + 2 * fields - 1, 2 do
  redis.call('HSET', SNAP, ARGV[k], ARGV[k + 1])
  if string.sub(ARGV[k], 1, 6) == 'child:' then children = children + 1 end
  local order = string.match(ARGV[k], '^answered:(%d+)$')
  if order then answers = math.max(answers, tonumber(order) + 1) end
end
i = i + 2 * fields
for k = i, i + pieces - 1 do redis.call('RPUSH', TEXT, ARGV[k]) end
i = i + pieces
for k = i, i + 2 * memos - 1, 2 do redis.call('HSET', MEMO, ARGV[k], ARGV[k + 1]) end
i = i + 2 * memos
redis.call('HSET', CTL, 'memos', memos, 'children', children, 'answers', answers)
local events = {}
for k = i, #ARGV do events[#events + 1] = ARGV[k] end
commit(ARGV[13], ARGV[17], events)
if ARGV[18] ~= '' then
  redis.call('HSET', CTL, 'token', ARGV[11], 'lease', whole(now_ms() + tonumber(ARGV[18])), 'beats', 0, 'n', ARGV[19],
    'worker', ARGV[20])
  wake()
end
return {1, tonumber(redis.call('HGET', CTL, 'generation'))}
