-- Removes a channel's watch of a project; a project nobody watches any more leaves the list.
-- KEYS: the project's watches, the channel's projects, all watched projects. ARGV: field, project, and
-- `group` where a group's watch covers the project, which the channel's projects do not hold. Answers the watch.
local watch = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[1], ARGV[1])
if ARGV[3] ~= 'group' then
  redis.call('SREM', KEYS[2], ARGV[2])
end
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('SREM', KEYS[3], ARGV[2])
end
return watch
