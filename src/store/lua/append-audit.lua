-- Adds a line to the end of the audit trail, if the end is where the writer believes it to be.
-- KEYS: trail, head, claim of the line. ARGV: number and hash of the line before, number and hash of this one, entry,
-- milliseconds the claim is kept.
-- Answers {'done', place}, {'known', place} when the line of this claim is there already, or {'moved', number, hash} of
-- the newest line.
local known = redis.call('GET', KEYS[3])
if known then
  return { 'known', known }
end
local function isNumber(text)
  return text and #text < 16 and string.match(text, '^%d+$')
end
local head = redis.call('HMGET', KEYS[2], 'seq', 'hash')
if not isNumber(head[1]) or not head[2] then
  -- A head that was lost must not begin a second trail: the newest line says where this one stands.
  local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
  head = { '0', string.rep('0', 64) }
  if newest then
    local fields = newest[2]
    for at = 1, #fields, 2 do
      if fields[at] == 'seq' and isNumber(fields[at + 1]) then head[1] = fields[at + 1] end
      if fields[at] == 'hash' then head[2] = fields[at + 1] end
    end
  end
end
if head[1] ~= ARGV[1] or head[2] ~= ARGV[2] then
  return { 'moved', head[1], head[2] }
end
local place = redis.call('XADD', KEYS[1], '*', 'seq', ARGV[3], 'prev', ARGV[2], 'hash', ARGV[4], 'entry', ARGV[5])
redis.call('HSET', KEYS[2], 'seq', ARGV[3], 'hash', ARGV[4])
redis.call('SET', KEYS[3], place, 'PX', ARGV[6])
return { 'done', place }
