-- The reconciler found a job that nobody may be working on. ARGV: 3 beat (ms), 4 max attempts lost,
-- 5 sources of queued, 6 sources of failed, 7 sources of cancelled.
-- Returns {state, changed 0/1, generation, lane, look again after (ms)}, or an empty list for a job not here or external.
local c = redis.call('HMGET', CTL, 'state', 'attempt', 'generation', 'queue', 'external')
local state = c[1]
if not state or c[5] == '1' then return {} end
local generation, lane = tonumber(c[3]), c[4]
if state ~= 'running' and state ~= 'cancelling' then return {state, 0, generation, lane, 0} end
local now = now_ms()
local gone, wait = owner_gone(now, tonumber(ARGV[3]))
if not gone then return {state, 0, generation, lane, wait} end
local at = seconds(now)
local after = bury(state, tonumber(c[2]), at, tonumber(ARGV[4]), {ARGV[5], ARGV[6], ARGV[7]})
if after == 'queued' then
  put_state('queued', at, 'worker lost')
  commit('queued', at, {state_event('queued', c[2], at, 'worker lost')})
  generation = generation + 1
end
return {after or state, after and 1 or 0, generation, lane, 0}
