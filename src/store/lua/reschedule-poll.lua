-- Ends a project's lease and sets when it is due: at the time given, or earlier if it was wanted meanwhile.
-- KEYS: due-list, leases, wanted, notes. ARGV: project, time, a note or an empty text. A project that is not listed stays so.
local at = ARGV[2]
local wanted = redis.call('HGET', KEYS[3], ARGV[1])
if wanted and tonumber(wanted) < tonumber(at) then
  at = wanted
end
if ARGV[3] ~= '' and redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  redis.call('HSET', KEYS[4], ARGV[1], ARGV[3])
end
redis.call('ZADD', KEYS[1], 'XX', at, ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
return 1
