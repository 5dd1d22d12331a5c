-- The log up to an entry is in the archive. ARGV: 3 the id after that entry's. Returns 1, or 0 for an unknown job.
if redis.call('EXISTS', CTL) == 0 then return 0 end
-- Some of it may be gone already: the cap drops the oldest.
local bytes = 0
for _, entry in ipairs(redis.call('XRANGE', LOG, '-', '(' .. ARGV[3])) do bytes = bytes + #entry[2][2] end
redis.call('XTRIM', LOG, 'MINID', ARGV[3])
redis.call('HINCRBY', CTL, 'log_bytes', -bytes)
return 1
