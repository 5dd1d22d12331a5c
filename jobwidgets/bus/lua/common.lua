-- Shared by all scripts; each file is sent with this in front.
-- KEYS: 1 ctl, 2 snap, 3 text, 4 tail, 5 spec, 6 dirty (keys.JobKeys). ARGV 1: job id, 2: channel.
local CTL, SNAP, TEXT, TAIL, SPEC, DIRTY = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local JOB, CHANNEL = ARGV[1], ARGV[2]
local BACKLOG, SLACK = 200, 100
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
  return '{"job":' .. cjson.encode(JOB) .. ',"attempt":' .. attempt .. ',"at":' .. at ..
    ',"kind":"' .. kind .. '"' .. rest .. '}'
end

local function state_event(state, attempt, at, reason)
  local rest = ',"state":"' .. state .. '"'
  if reason and reason ~= '' then rest = rest .. ',"reason":' .. cjson.encode(reason) end
  return event('state', attempt, at, rest)
end

-- Numbers the events, keeps them, marks the job for the recorder and publishes them in one message.
-- ``state`` nil: unchanged. Everything was validated before: a script that fails here cannot roll back.
-- Returns the number of the first event.
local function commit(state, at, events)
  local have = redis.call('HMGET', CTL, 'epoch', 'seq', 'state')
  local epoch, first = have[1], tonumber(have[2]) + 1
  local lines = {}
  for i = 1, #events do
    -- events come without a number; it goes in right after the opening brace
    lines[i] = '{"epoch":' .. epoch .. ',"seq":' .. whole(first + i - 1) .. ',' .. string.sub(events[i], 2)
  end
  local last = whole(first + #events - 1)
  state = state or have[3]
  redis.call('HSET', CTL, 'seq', last, 'state', state, 'updated', at)
  if TERMINAL[state] then
    redis.call('HDEL', CTL, 'token', 'lease', 'look_at', 'look_beats')
  elseif state == 'queued' then
    redis.call('HDEL', CTL, 'token', 'lease', 'look_at', 'look_beats')
    redis.call('HINCRBY', CTL, 'generation', 1)
  end
  for i = 1, #lines, 4000 do
    local length = redis.call('RPUSH', TAIL, unpack(lines, i, math.min(i + 3999, #lines)))
    if length > BACKLOG + SLACK then redis.call('LTRIM', TAIL, -BACKLOG, -1) end
  end
  redis.call('HSET', DIRTY, JOB, epoch .. ':' .. last .. ':' .. state)
  redis.call('PUBLISH', CHANNEL, epoch .. ' ' .. whole(first) .. ' ' .. #lines .. '\n' .. table.concat(lines, '\n'))
  return first
end

-- The snapshot's fields of a move, as fold would set them.
local function put_state(state, at, reason)
  if reason and reason ~= '' then
    redis.call('HSET', SNAP, 'reason', cjson.encode(reason))
  else
    redis.call('HDEL', SNAP, 'reason')
  end
  redis.call('HDEL', SNAP, 'result', 'error')
  if TERMINAL[state] then redis.call('HSET', SNAP, 'ended', at) else redis.call('HDEL', SNAP, 'ended') end
  if state == 'running' then redis.call('HSETNX', SNAP, 'started', at) end
end
