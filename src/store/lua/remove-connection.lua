-- Undoes put-connection. KEYS: as there. ARGV: Slack user.
redis.call('DEL', KEYS[1])
local account = redis.call('HGET', KEYS[2], ARGV[1])
if account then
  redis.call('HDEL', KEYS[2], ARGV[1])
  if redis.call('HGET', KEYS[3], account) == ARGV[1] then
    redis.call('HDEL', KEYS[3], account)
  end
end
return 1
