-- Somebody wants the job cancelled. ARGV: 3 reason, 4 sources of cancelled, 5 sources of cancelling.
-- A job nobody works on ends at once; a worker's job becomes cancelling; an external job only learns the wish.
-- Returns {state, changed 0/1, generation, lane}, or an empty list for an unknown job.
local c = redis.call('HMGET', CTL, 'state', 'attempt', 'lease', 'generation', 'queue', 'external', 'cancel')
local state = c[1]
if not state then return {} end
local generation, queue = tonumber(c[4]), c[5]
if TERMINAL[state] or state == 'cancelling' then return {state, 0, generation, queue} end
local now = now_ms()
local at = seconds(now)
local changed = c[7] and 0 or 1
redis.call('HSETNX', CTL, 'cancel', at)
local target
if c[6] == '1' then
  target = state == 'running' and 'cancelling' or 'cancelled'
elseif state == 'queued' or (state == 'waiting_input' and tonumber(c[3] or '0') < now) then
  target = 'cancelled'
else
  target = 'cancelling'
end
if not among(state, target == 'cancelled' and ARGV[4] or ARGV[5]) then return {state, changed, generation, queue} end
put_state(target, at, ARGV[3])
commit(target, at, {state_event(target, c[2], at, ARGV[3])})
if target == 'cancelling' then wake() end
return {target, 1, generation, queue}
