-- Undo a seed. Only a job nobody has claimed. Returns 1 if the job is gone.
local c = redis.call('HMGET', CTL, 'attempt', 'state')
if c[2] and c[1] ~= '0' then return 0 end
redis.call('DEL', CTL, SNAP, TEXT, TAIL, SPEC, MEMO, MOVES, LOG)
redis.call('HDEL', DIRTY, JOB)
return 1
