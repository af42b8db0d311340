-- Makes a project due at a time or earlier. While it is claimed the wish is kept until it is rescheduled: falling due at
-- once would let a second worker poll it beside the first.
-- KEYS: due-list, leases, wanted. ARGV: project, time.
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
local lease = redis.call('HGET', KEYS[2], ARGV[1])
if score and lease and tonumber(score) == tonumber(lease) then
  local wanted = redis.call('HGET', KEYS[3], ARGV[1])
  if not wanted or tonumber(ARGV[2]) < tonumber(wanted) then
    redis.call('HSET', KEYS[3], ARGV[1], ARGV[2])
  end
elseif not score or tonumber(ARGV[2]) < tonumber(score) then
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
end
return 1
