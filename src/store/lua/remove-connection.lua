-- Undoes put-connection. KEYS: as there. ARGV: Slack user, and optionally the row that is meant: another one stays.
-- Answers 1, or 0 when another row stands there.
if ARGV[2] and redis.call('GET', KEYS[1]) ~= ARGV[2] then
  return 0
end
redis.call('DEL', KEYS[1])
local account = redis.call('HGET', KEYS[2], ARGV[1])
if account then
  redis.call('HDEL', KEYS[2], ARGV[1])
  if redis.call('HGET', KEYS[3], account) == ARGV[1] then
    redis.call('HDEL', KEYS[3], account)
  end
end
return 1
