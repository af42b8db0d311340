-- Takes an event of GitLab: notes that it came, and makes its project due if it is polled at all, at most once in each
-- window. The first event of a burst is followed by a poll at once, those within the window by one when it ends.
-- KEYS: due-list, leases, wanted, the project's signs, its newest arrival, the newest of all, this delivery.
-- ARGV: project, now, window in ms, 1 if the event may change a deployment, 1 if it tells of approvals, ms a delivery is
-- remembered (0: it has no id), ms the signs are kept, ms the arrivals are kept.
-- Answers 'now', 'later', 'repeated', 'unwatched' or 'idle'.
local now = tonumber(ARGV[2])
local window = tonumber(ARGV[3])
if tonumber(ARGV[6]) > 0 and not redis.call('SET', KEYS[7], '1', 'PX', ARGV[6], 'NX') then
  return 'repeated'
end
redis.call('SET', KEYS[5], ARGV[2], 'PX', ARGV[8])
redis.call('SET', KEYS[6], ARGV[2], 'PX', ARGV[8])
if ARGV[4] ~= '1' then
  return 'idle'
end
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score then
  return 'unwatched'
end
local last = tonumber(redis.call('HGET', KEYS[4], 'poll') or '0')
-- A moment further ahead than a window can be comes from a clock that ran fast.
if last > now + window then
  last = 0
end
local at = now
if now < last then
  at = last
elseif now < last + window then
  at = last + window
end
local moment = string.format('%.0f', at)
redis.call('HSET', KEYS[4], 'arrived', ARGV[2], 'poll', moment)
if ARGV[5] == '1' then
  redis.call('HSET', KEYS[4], 'approvals', ARGV[2])
end
redis.call('PEXPIRE', KEYS[4], ARGV[7])
local lease = redis.call('HGET', KEYS[2], ARGV[1])
if lease and tonumber(score) == tonumber(lease) then
  -- It is being polled: the wish is kept until that poll ends, as in due-poll.lua.
  local wanted = redis.call('HGET', KEYS[3], ARGV[1])
  if not wanted or at < tonumber(wanted) then
    redis.call('HSET', KEYS[3], ARGV[1], moment)
  end
elseif at < tonumber(score) then
  redis.call('ZADD', KEYS[1], moment, ARGV[1])
end
return at == now and 'now' or 'later'
