-- Claims due projects: each moves to the end of its lease and falls due again there unless it is rescheduled before.
-- KEYS: due-list, leases, wanted. ARGV: now, end of the lease, limit. Answers the claimed projects.
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, project in ipairs(due) do
  redis.call('ZADD', KEYS[1], ARGV[2], project)
  redis.call('HSET', KEYS[2], project, ARGV[2])
  -- What was wanted until now is what this claim is for.
  redis.call('HDEL', KEYS[3], project)
end
return due
