-- The log up to an entry is in the archive. ARGV: 3 the id after that entry's, 4 its bytes.
if redis.call('EXISTS', CTL) == 0 then return 0 end
redis.call('XTRIM', LOG, 'MINID', ARGV[3])
if redis.call('HINCRBY', CTL, 'log_bytes', -tonumber(ARGV[4])) < 0 then redis.call('HSET', CTL, 'log_bytes', 0) end
return 1
