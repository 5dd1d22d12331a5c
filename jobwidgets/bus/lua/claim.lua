-- A worker wants the job. ARGV: 3 worker, 4 token, 5 lease (ms), 6 beat (ms), 7 max attempts lost,
-- 8 sources of running, 9 sources of queued, 10 sources of failed, 11 sources of cancelled.
-- Returns {status, state, attempt, generation, retry after (ms), the shard's generation};
-- status granted, held, waiting, done or missing.
local c = redis.call('HMGET', CTL, 'state', 'attempt', 'token', 'generation', 'external', 'not_before')
local state = c[1]
local word = redis.call('GET', GENERATION) or ''
if not state or c[5] == '1' then return {'missing', '', 0, 0, 0, word} end
local attempt, generation = tonumber(c[2]), tonumber(c[4])
if TERMINAL[state] then return {'done', state, attempt, generation, 0, word} end
-- The same claim again: its answer was lost.
if c[3] == ARGV[4] then return {'granted', state, attempt, generation, 0, word} end
local now, lease, beat = now_ms(), tonumber(ARGV[5]), tonumber(ARGV[6])
local at = seconds(now)
local events = {}

-- A question holds no worker: its answer brings a delivery of its own.
if state == 'waiting_input' then return {'waiting', state, attempt, generation, 0, word} end
if state == 'queued' then
  local wait = tonumber(c[6] or '0') - now
  if wait > 0 then return {'held', state, attempt, generation, wait, word} end
  if not among(state, ARGV[8]) then return {'held', state, attempt, generation, beat, word} end
else
  local gone, wait = owner_gone(now, beat)
  if not gone then return {'held', state, attempt, generation, wait, word} end
  local after = bury(state, attempt, at, tonumber(ARGV[7]), {ARGV[9], ARGV[10], ARGV[11]})
  if not after then return {'held', state, attempt, generation, beat, word} end
  if after ~= 'queued' then return {'done', after, attempt, generation, 0, word} end
  events[1] = state_event('queued', attempt, at, 'worker lost')
end

local checkpoint = redis.call('HGET', SNAP, 'checkpoint') or '0'
attempt = attempt + 1
-- Why there is another one, as JSON: what it was queued for.
local why = attempt > 1 and (events[1] and '"worker lost"' or redis.call('HGET', SNAP, 'reason'))
events[#events + 1] = event('attempt', attempt, at, ',"checkpoint":' .. checkpoint .. ',"worker":' .. cjson.encode(ARGV[3]))
events[#events + 1] = state_event('running', attempt, at)
redis.call('HSET', CTL, 'attempt', attempt, 'token', ARGV[4], 'lease', whole(now + lease), 'beats', 0, 'n', 0,
  'worker', ARGV[3])
redis.call('HDEL', CTL, 'look_at', 'look_beats', 'n_first', 'not_before')
redis.call('HSET', SNAP, 'start:' .. attempt, '{"attempt":' .. attempt .. ',"checkpoint":' .. checkpoint .. ',"at":' .. at ..
  ',"worker":' .. cjson.encode(ARGV[3]) .. (why and ',"why":' .. why or '') .. '}')
put_state('running', at)
commit('running', at, events)
return {'granted', 'running', attempt, generation, 0, word}
