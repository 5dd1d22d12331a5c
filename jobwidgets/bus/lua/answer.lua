-- Somebody answers the job's question, or its time is over. ARGV: 3 key of the question, 4 the memo (JSON),
-- 5 the answer (JSON) or '' for too late, 6 id of this command, 7 sources of running, 8 sources of queued,
-- 9 the answer as the snapshot keeps it (JSON), 10 so many characters it keeps of a question, 11 so many answers.
-- The job runs on where its owner still waits, else it is queued; either way there is a new delivery to make.
-- Returns {status, state, generation, lane}; status OK, DUP (this very command again), CLOSED or MISSING.

-- As protocol.state.kept_prompt does it; characters are counted, not bytes.
local function kept(text, most)
  local count, stop = 0, 0
  for start in string.gmatch(text, '()[^\128-\191]') do
    count = count + 1
    if count == most then stop = start end
    if count > most then return string.sub(text, 1, stop - 1) .. '\226\128\166' end
  end
  return text
end

-- The snapshot's entry for the question that is closed now, as fold would set it; the oldest gives way.
local function put_answered(asked, at)
  local order = redis.call('HINCRBY', CTL, 'answers', 1) - 1
  local entry = '{"key":' .. cjson.encode(asked.key) .. ',"prompt":' .. cjson.encode(kept(asked.prompt, tonumber(ARGV[10])))
  if ARGV[5] == '' then entry = entry .. ',"timed_out":true' else entry = entry .. ',"answer":' .. ARGV[9] end
  redis.call('HSET', SNAP, 'answered:' .. whole(order), entry .. ',"at":' .. at .. ',"order":' .. whole(order) .. '}')
  redis.call('HDEL', SNAP, 'answered:' .. whole(order - tonumber(ARGV[11])))
end

local c = redis.call('HMGET', CTL, 'state', 'attempt', 'generation', 'queue', 'token', 'lease', 'answered')
local state = c[1]
if not state then return {'MISSING', '', 0, ''} end
if c[7] == ARGV[6] then return {'DUP', state, tonumber(c[3]), c[4]} end
local input = redis.call('HGET', SNAP, 'input')
local asked = input and cjson.decode(input)
if state ~= 'waiting_input' or not asked or asked.key ~= ARGV[3] then
  return {'CLOSED', state, tonumber(c[3]), c[4]}
end
local now = now_ms()
local at = seconds(now)
local target = c[5] and tonumber(c[6] or '0') > now and 'running' or 'queued'
if not among(state, target == 'running' and ARGV[7] or ARGV[8]) then return {'CLOSED', state, tonumber(c[3]), c[4]} end
redis.call('HSET', MEMO, 'ask:' .. ARGV[3], ARGV[4])
redis.call('HINCRBY', CTL, 'memos', 1)
redis.call('HSET', CTL, 'answered', ARGV[6])
local rest = ',"key":' .. cjson.encode(ARGV[3])
if ARGV[5] == '' then rest = rest .. ',"timed_out":true' else rest = rest .. ',"answer":' .. ARGV[5] end
put_answered(asked, at)
put_state(target, at, ARGV[5] == '' and 'not answered in time' or 'answered')
commit(target, at, {event('input-answered', c[2], at, rest),
  state_event(target, c[2], at, ARGV[5] == '' and 'not answered in time' or 'answered')})
if target == 'running' then
  -- A running job always has a delivery somewhere, which finds it if its worker dies.
  redis.call('HINCRBY', CTL, 'generation', 1)
end
wake()
return {'OK', target, tonumber(c[3]) + 1, c[4]}
