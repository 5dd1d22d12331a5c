-- Shared by all scripts; each file is sent with this in front.
-- KEYS: 1 ctl, 2 snap, 3 text, 4 tail, 5 spec, 6 memo, 7 moves, 8 log, 9 dirty, 10 generation (keys.JobKeys).
-- ARGV 1: job id, 2: channel.
local CTL, SNAP, TEXT, TAIL, SPEC = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local MEMO, MOVES, LOG, DIRTY, GENERATION = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local JOB, CHANNEL = ARGV[1], ARGV[2]
local BACKLOG, SLACK = 200, 100
local MAX_MOVES = 1000
local MOVING = {state = true, attempt = true, checkpoint = true}
-- How those kinds begin, and a child's: most events are told apart without a pattern.
local TELLING = {sta = true, att = true, che = true, chi = true}
local TERMINAL = {completed = true, failed = true, cancelled = true}

-- Redis's own clock, so that hosts need not agree on the time. Milliseconds.
local function now_ms()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end

-- tostring() would write 1.7e+12.
local function whole(n) return string.format('%.0f', n) end
local function seconds(ms) return string.format('%.3f', ms / 1000) end

-- ``list`` is ' running cancelling ': the sources of a move, from protocol.state.TRANSITIONS.
local function among(state, list) return string.find(list, ' ' .. state .. ' ', 1, true) ~= nil end

local function event(kind, attempt, at, rest)
  return '{"kind":"' .. kind .. '","job":' .. cjson.encode(JOB) .. ',"attempt":' .. attempt .. ',"at":' .. at ..
    rest .. '}'
end

-- ``failure``: a JobError as JSON, or nil.
local function state_event(state, attempt, at, reason, failure)
  local rest = ',"state":"' .. state .. '"'
  if reason and reason ~= '' then rest = rest .. ',"reason":' .. cjson.encode(reason) end
  if failure then rest = rest .. ',"error":' .. failure end
  return event('state', attempt, at, rest)
end

-- Keeps a batch in the event log, within the bytes the job was given; the oldest goes first.
local function keep(message, cap, bytes)
  redis.call('XADD', LOG, '*', 'm', message)
  bytes = bytes + #message
  while bytes > cap do
    local oldest = redis.call('XRANGE', LOG, '-', '+', 'COUNT', 1)[1]
    if not oldest then return 0 end
    redis.call('XDEL', LOG, oldest[1])
    bytes = bytes - #oldest[2][2]
  end
  return bytes
end

-- Numbers the events, keeps them, marks the job for the recorder and publishes them in one message.
-- ``state`` nil: unchanged; ``events`` from number ``from`` on (all if nil). Everything was validated before: a script
-- that fails here cannot roll back. Returns the number of the first event.
local function commit(state, at, events, from)
  local have = redis.call('HMGET', CTL, 'epoch', 'seq', 'state', 'log_cap', 'log_bytes', 'children')
  local epoch, first = have[1], tonumber(have[2]) + 1
  local lines, moves, children = {}, {}, tonumber(have[6] or '0')
  local sub, before, shift = string.sub, '{"epoch":' .. epoch .. ',"seq":', first - (from or 1)
  for k = from or 1, #events do
    local said = events[k]
    -- Events come without a number; it goes in right after the opening brace. (``..`` writes whole numbers exactly up
    -- to 1e14.)
    local line = before .. k + shift .. ',' .. sub(said, 2)
    lines[#lines + 1] = line
    -- every event begins with its kind: nothing a user says can stand there
    if TELLING[sub(said, 10, 12)] then
      local kind = string.match(said, '^{"kind":"([a-z-]+)"') or ''
      if MOVING[kind] then moves[#moves + 1] = line end
      if kind == 'child' then children = children + 1 end
    end
  end
  local last = whole(first + #lines - 1)
  state = state or have[3]
  lines[0] = epoch .. ' ' .. whole(first) .. ' ' .. #lines
  local message = table.concat(lines, '\n', 0)
  local cap, bytes = tonumber(have[4] or '0'), tonumber(have[5] or '0')
  if cap > 0 then bytes = keep(message, cap, bytes) end
  redis.call('HSET', CTL, 'seq', last, 'state', state, 'updated', at, 'log_bytes', bytes, 'children', children)
  if TERMINAL[state] then
    redis.call('HDEL', CTL, 'token', 'lease', 'look_at', 'look_beats')
  elseif state == 'queued' then
    redis.call('HDEL', CTL, 'token', 'lease', 'look_at', 'look_beats')
    redis.call('HINCRBY', CTL, 'generation', 1)
  end
  -- Of a batch that is longer than the tail, the tail is all there is.
  if #lines >= BACKLOG then redis.call('DEL', TAIL) end
  local length = redis.call('RPUSH', TAIL, unpack(lines, math.max(1, #lines - BACKLOG + 1), #lines))
  if length > BACKLOG + SLACK then redis.call('LTRIM', TAIL, -BACKLOG, -1) end
  if #moves > 0 and redis.call('RPUSH', MOVES, unpack(moves)) > MAX_MOVES + SLACK then
    redis.call('LTRIM', MOVES, -MAX_MOVES, -1)
  end
  redis.call('HSET', DIRTY, JOB, epoch .. ':' .. last .. ':' .. state .. ':' .. children)
  -- A tag in the channel: sharded pub/sub (keys.channel). No job's id has a brace.
  redis.call(string.byte(CHANNEL, 11) == 123 and 'SPUBLISH' or 'PUBLISH', CHANNEL, message)
  return first
end

-- The snapshot's fields of a move, as fold would set them.
local function put_state(state, at, reason)
  if reason and reason ~= '' then
    redis.call('HSET', SNAP, 'reason', cjson.encode(reason))
  else
    redis.call('HDEL', SNAP, 'reason')
  end
  redis.call('HDEL', SNAP, 'result', 'error', 'input')
  if TERMINAL[state] then redis.call('HSET', SNAP, 'ended', at) else redis.call('HDEL', SNAP, 'ended') end
  if state == 'running' then redis.call('HSETNX', SNAP, 'started', at) end
end

-- The end of a job nobody can end otherwise. ``failure``: a JobError as JSON.
local function fail(attempt, at, reason, failure)
  commit('failed', at, {state_event('failed', attempt, at, reason, failure)})
  put_state('failed', at, reason)
  redis.call('HSET', SNAP, 'error', failure, 'last_error', failure)
  redis.call('HINCRBY', SNAP, 'failures', 1)
end

-- Is the owner gone? Returns true, or false and when to look again (ms).
-- One look at an expired lease is not enough: a clock jump or an outage expires every lease at once.
-- So it must be found expired twice, a beat apart, with no beat in between.
local function owner_gone(now, beat)
  local c = redis.call('HMGET', CTL, 'lease', 'beats', 'look_at', 'look_beats')
  local ends = tonumber(c[1] or '0')
  if now < ends then return false, ends - now end
  local waited = c[3] and c[4] == c[2] and now - tonumber(c[3]) or -1
  if waited < 0 then
    redis.call('HSET', CTL, 'look_at', whole(now), 'look_beats', c[2])
    return false, beat
  end
  if waited < beat then return false, beat - waited end
  return true
end

-- What becomes of a job whose owner is gone: ended, or to be queued. Returns its new state, or nil if it stays.
-- ``sources``: of queued, failed and cancelled.
local function bury(state, attempt, at, max, sources)
  if state == 'cancelling' then
    commit('cancelled', at, {state_event('cancelled', attempt, at, 'worker lost')})
    put_state('cancelled', at, 'worker lost')
    return 'cancelled'
  end
  local lost = redis.call('HINCRBY', CTL, 'lost', 1)
  if lost >= max and among(state, sources[2]) then
    local worker = redis.call('HGET', CTL, 'worker') or '?'
    fail(attempt, at, 'attempts-exhausted', cjson.encode({type = 'WorkerLost', message =
      'Its worker was lost ' .. lost .. ' times, the last was ' .. worker .. '; the logs of the workers may tell why.'}))
    return 'failed'
  end
  return among(state, sources[1]) and 'queued' or nil
end

-- Tells the worker that holds the job to look at it now; its next beat would tell it anyway.
local function wake()
  local worker = redis.call('HGET', CTL, 'worker')
  if worker then redis.call('PUBLISH', 'jw:wake:' .. worker, JOB) end
end
