-- Claims due projects: each moves to the end of its lease and falls due again there unless it is rescheduled before.
-- KEYS: due-list, leases, wanted, rest, a sign that GitLab takes no requests. ARGV: now, end of the lease, limit, the latest time anything can be due at.
-- Answers the claimed projects.
if redis.call('EXISTS', KEYS[5]) == 1 then
  return {}
end
local now = tonumber(ARGV[1])
local limit = tonumber(ARGV[3])
local rest = tonumber(redis.call('HGET', KEYS[4], 'until') or '')
if rest then
  -- A rest further ahead than anything can be comes from a clock that ran fast.
  if now < rest and rest <= tonumber(ARGV[4]) then
    return {}
  end
  -- One project shows whether GitLab is back; the others rest until it has.
  limit = 1
end
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, limit)
if #due < limit then
  for _, project in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[4], '+inf', 'LIMIT', 0, limit - #due)) do
    due[#due + 1] = project
  end
end
for _, project in ipairs(due) do
  redis.call('ZADD', KEYS[1], ARGV[2], project)
  redis.call('HSET', KEYS[2], project, ARGV[2])
  -- What was wanted until now is what this claim is for.
  redis.call('HDEL', KEYS[3], project)
end
if rest and #due > 0 then
  redis.call('HSET', KEYS[4], 'until', ARGV[2])
end
return due
