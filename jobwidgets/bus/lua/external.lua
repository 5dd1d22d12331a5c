-- Events of a worker that is not ours: no lease. ARGV: 3 user, 4 call id, 5 expected epoch, 6 expected seq (both 0: the job
-- is new), 7 new state or '', 8 its sources, 9 at, 10 type, 11 fields, 12 deletions; then as in append.lua (no text).
-- Returns {'OK' or 'DUP', seq, wish 0/1} or {'MOVED'|'FOREIGN'|'OWNED'|'CONFLICT', 0, state}.
local c = redis.call('HMGET', CTL, 'epoch', 'seq', 'state', 'user', 'external', 'calls', 'cancel')
if c[3] then
  if c[4] ~= ARGV[3] then return {'FOREIGN', 0, ''} end
  if c[5] ~= '1' then return {'OWNED', 0, c[3]} end
  if c[6] and string.find(c[6], ' ' .. ARGV[4] .. ' ', 1, true) then return {'DUP', tonumber(c[2]), c[7] and 1 or 0} end
  if c[1] ~= ARGV[5] or c[2] ~= ARGV[6] then return {'MOVED', 0, c[3]} end
  if TERMINAL[c[3]] or (ARGV[7] ~= '' and not among(c[3], ARGV[8])) then return {'CONFLICT', 0, c[3]} end
else
  if ARGV[5] ~= '0' then return {'MOVED', 0, ''} end
  -- The id may have been used before, by a job whose keys have expired: what is recorded of that one must look older.
  redis.call('HSET', CTL, 'epoch', whole(math.floor(now_ms() / 60000)), 'seq', 0, 'state', 'queued', 'attempt', 0, 'generation', 0, 'user', ARGV[3], 'type',
    ARGV[10], 'queue', '', 'created', ARGV[9], 'external', 1, 'lost', 0, 'log_cap', 1048576)
  commit('queued', ARGV[9], {state_event('queued', 0, ARGV[9])})
end
local i, sets, dels = 13, tonumber(ARGV[11]), tonumber(ARGV[12])
if sets > 0 then redis.call('HSET', SNAP, unpack(ARGV, i, i + 2 * sets - 1)) end
i = i + 2 * sets
if dels > 0 then redis.call('HDEL', SNAP, unpack(ARGV, i, i + dels - 1)) end
i = i + dels
local events = {}
for k = i, #ARGV do events[#events + 1] = ARGV[k] end
if #events > 0 then commit(ARGV[7] ~= '' and ARGV[7] or nil, ARGV[9], events) end
-- the last calls, so that one sent twice by a retry counts once
local calls = (c[6] or ' ') .. ARGV[4] .. ' '
if #calls > 1200 then calls = string.sub(calls, string.find(calls, ' ', #calls - 1000, true), -1) end
redis.call('HSET', CTL, 'calls', calls)
return {'OK', tonumber(redis.call('HGET', CTL, 'seq')), c[7] and 1 or 0}
