-- GitLab takes no requests for a while: time stands still for the due-list. What is due later moves by as much, and keeps its
-- distance to the others; what is overdue is spread, from the end on. What is claimed is left to whoever claimed it.
-- KEYS: the sign that GitLab takes no requests, due-list, leases. ARGV: now, ms it shall stand, ms overdue projects are spread
-- over at most. Answers 1 where it did not stand yet.
local ms = tonumber(ARGV[2])
local left = math.max(redis.call('PTTL', KEYS[1]), 0)
if ms <= left then
  return 0
end
redis.call('SET', KEYS[1], '1', 'PX', ms)
local more = ms - left
-- Several requests are told of the same end, each a moment later.
if more < 500 then
  return left == 0 and 1 or 0
end
local now = tonumber(ARGV[1])
local due = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
local gap = math.min(50, tonumber(ARGV[3]) / math.max(redis.call('ZCOUNT', KEYS[2], '-inf', ARGV[1]), 1))
local leased = {}
for _, project in ipairs(redis.call('HKEYS', KEYS[3])) do
  leased[project] = true
end
local place = 0
local moved = {}
for at = 1, #due, 2 do
  local moment = tonumber(due[at + 1])
  if not leased[due[at]] then
    if moment <= now then
      moment = now + ms + math.floor(place * gap)
      place = place + 1
    else
      moment = moment + more
    end
    moved[#moved + 1] = moment
    moved[#moved + 1] = due[at]
  end
  -- As many as a call surely takes.
  if #moved >= 1000 or (at + 2 > #due and #moved > 0) then
    redis.call('ZADD', KEYS[2], unpack(moved))
    moved = {}
  end
end
return left == 0 and 1 or 0
