-- Links a Slack user with a GitLab user unless that GitLab user is another's.
-- KEYS: the connection, accounts by Slack user, Slack users by account, the connection of whoever is to lose the account.
-- ARGV: Slack user, GitLab user, row, the Slack user who is to lose the account (or '').
-- Answers 1 when linked, 0 when taken.
local owner = redis.call('HGET', KEYS[3], ARGV[2])
if owner and owner ~= ARGV[1] then
  if owner ~= ARGV[4] then
    return 0
  end
  redis.call('DEL', KEYS[4])
  redis.call('HDEL', KEYS[2], owner)
end
local before = redis.call('HGET', KEYS[2], ARGV[1])
if before and before ~= ARGV[2] then
  redis.call('HDEL', KEYS[3], before)
end
redis.call('SET', KEYS[1], ARGV[3])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[3], ARGV[2], ARGV[1])
return 1
