-- The owner's events. ARGV: 3 token, 4 attempt, 5 n, 6 new state or '', 7 its sources, 8 at of the last event,
-- 9 number of snapshot fields, 10 of fields to delete, 11 of text pieces, 12 of memos, 13 not before (ms or ''),
-- 14 the last seq its owner knows of; then field, value, …; names; pieces; memo, value, …; events.
-- Returns {'OK' or 'DUP', first seq, state, generation}, {'FENCED' or 'CONFLICT', 0, state}, {'GAP', stored n, state} or,
-- for a job that is not here, {'MISSING', 0, '', the shard's generation}.
local c = redis.call('HMGET', CTL, 'token', 'attempt', 'n', 'state', 'n_first', 'generation', 'seq')
if not c[6] then return {'MISSING', 0, '', redis.call('GET', GENERATION) or ''} end
if c[1] ~= ARGV[3] or c[2] ~= ARGV[4] then
  -- The batch that ended the job cleared the token: sent again, it is a duplicate and not a fence.
  local l = redis.call('HMGET', CTL, 'last_token', 'last_n', 'last_first')
  if l[1] == ARGV[3] and l[2] == ARGV[5] then return {'DUP', tonumber(l[3]), c[4], tonumber(c[6])} end
  return {'FENCED', 0, c[4] or ''}
end
local n, stored = tonumber(ARGV[5]), tonumber(c[3] or '0')
if n <= stored then return {'DUP', n == stored and tonumber(c[5]) or 0, c[4], tonumber(c[6])} end
-- A batch is missing, or what somebody else wrote and the owner has read: Redis came back with an older copy.
if n > stored + 1 or tonumber(c[7]) < tonumber(ARGV[14]) then return {'GAP', stored, c[4]} end
local target = ARGV[6]
if target ~= '' and not among(c[4], ARGV[7]) then return {'CONFLICT', 0, c[4]} end

local i, sets, dels, pieces, memos = 15, tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])
if sets > 0 then redis.call('HSET', SNAP, unpack(ARGV, i, i + 2 * sets - 1)) end
i = i + 2 * sets
if dels > 0 then redis.call('HDEL', SNAP, unpack(ARGV, i, i + dels - 1)) end
i = i + dels
if pieces > 0 then redis.call('RPUSH', TEXT, unpack(ARGV, i, i + pieces - 1)) end
i = i + pieces
if memos > 0 then
  redis.call('HSET', MEMO, unpack(ARGV, i, i + 2 * memos - 1))
  redis.call('HINCRBY', CTL, 'memos', memos)
end
i = i + 2 * memos
if target == 'queued' and ARGV[13] ~= '' then redis.call('HSET', CTL, 'not_before', ARGV[13]) end
local first = commit(target ~= '' and target or nil, ARGV[8], ARGV, i)
redis.call('HSET', CTL, 'n', ARGV[5], 'n_first', whole(first))
local state = target ~= '' and target or c[4]
if target == 'queued' or TERMINAL[state] then
  redis.call('HSET', CTL, 'last_token', ARGV[3], 'last_n', ARGV[5], 'last_first', whole(first))
end
return {'OK', first, state, tonumber(redis.call('HGET', CTL, 'generation'))}
