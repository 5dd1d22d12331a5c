-- A worker wants the job. ARGV: 3 worker, 4 token, 5 lease (ms), 6 beat (ms), 7 max attempts lost,
-- 8 sources of running, 9 sources of queued, 10 sources of failed, 11 sources of cancelled.
-- Returns {status, state, attempt, generation, retry after (ms)}; status granted, held, waiting, done or missing.
local c = redis.call('HMGET', CTL, 'state', 'attempt', 'token', 'lease', 'beats', 'look_at', 'look_beats', 'lost',
  'generation', 'external')
local state = c[1]
if not state or c[10] == '1' then return {'missing', '', 0, 0, 0} end
local attempt, generation = tonumber(c[2]), tonumber(c[9])
if TERMINAL[state] then return {'done', state, attempt, generation, 0} end
-- The same claim again: its answer was lost.
if c[3] == ARGV[4] then return {'granted', state, attempt, generation, 0} end
local now, lease, beat = now_ms(), tonumber(ARGV[5]), tonumber(ARGV[6])
local at = seconds(now)
local events = {}

-- A question holds no worker: its answer queues the job again if its owner is gone.
if state == 'waiting_input' then return {'waiting', state, attempt, generation, 0} end
if state ~= 'queued' then
  local ends = tonumber(c[4] or '0')
  if now < ends then return {'held', state, attempt, generation, ends - now} end
  -- One look at an expired lease is not enough: a clock jump or an outage expires every lease at once.
  -- So it must be found expired twice, a beat apart, with no beat in between.
  if c[7] ~= c[5] or not c[6] then
    redis.call('HSET', CTL, 'look_at', whole(now), 'look_beats', c[5])
    return {'held', state, attempt, generation, beat}
  end
  local waited = now - tonumber(c[6])
  if waited >= 0 and waited < beat then return {'held', state, attempt, generation, beat - waited} end
  if waited < 0 then
    redis.call('HSET', CTL, 'look_at', whole(now))
    return {'held', state, attempt, generation, beat}
  end
  -- The owner is gone.
  if state == 'cancelling' then
    commit('cancelled', at, {state_event('cancelled', attempt, at, 'worker lost')})
    put_state('cancelled', at, 'worker lost')
    return {'done', 'cancelled', attempt, generation, 0}
  end
  local lost = redis.call('HINCRBY', CTL, 'lost', 1)
  if lost >= tonumber(ARGV[7]) and among(state, ARGV[10]) then
    commit('failed', at, {state_event('failed', attempt, at, 'attempts-exhausted')})
    put_state('failed', at, 'attempts-exhausted')
    return {'done', 'failed', attempt, generation, 0}
  end
  if not among(state, ARGV[9]) then return {'held', state, attempt, generation, beat} end
  events[1] = state_event('queued', attempt, at, 'worker lost')
elseif not among(state, ARGV[8]) then
  return {'held', state, attempt, generation, beat}
end

local checkpoint = redis.call('HGET', SNAP, 'checkpoint') or '0'
attempt = attempt + 1
events[#events + 1] = event('attempt', attempt, at, ',"checkpoint":' .. checkpoint .. ',"worker":' .. cjson.encode(ARGV[3]))
events[#events + 1] = state_event('running', attempt, at)
redis.call('HSET', CTL, 'attempt', attempt, 'token', ARGV[4], 'lease', whole(now + lease), 'beats', 0, 'n', 0,
  'worker', ARGV[3])
redis.call('HDEL', CTL, 'look_at', 'look_beats', 'n_first')
redis.call('HSET', SNAP, 'start:' .. attempt, '{"attempt":' .. attempt .. ',"checkpoint":' .. checkpoint .. ',"at":' .. at ..
  ',"worker":' .. cjson.encode(ARGV[3]) .. '}')
put_state('running', at)
commit('running', at, events)
return {'granted', 'running', attempt, generation, 0}
