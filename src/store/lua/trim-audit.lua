-- Removes the oldest lines of the audit trail, so many at a time, and keeps the number and hash of the last one removed.
-- KEYS: trail, anchor. ARGV: place before which lines go, most lines. Answers how many lines went.
local old = redis.call('XRANGE', KEYS[1], '-', '(' .. ARGV[1], 'COUNT', ARGV[2])
local last = old[#old]
if not last then
  return 0
end
local seq, hash
for at = 1, #last[2], 2 do
  if last[2][at] == 'seq' then seq = last[2][at + 1] end
  if last[2][at] == 'hash' then hash = last[2][at + 1] end
end
-- Without an anchor the rest could not be told from a trail whose beginning was dropped.
if not seq or not hash then
  return -1
end
for _, line in ipairs(old) do
  redis.call('XDEL', KEYS[1], line[1])
end
redis.call('HSET', KEYS[2], 'seq', seq, 'hash', hash)
return #old
