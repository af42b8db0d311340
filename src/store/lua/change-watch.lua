-- Puts a watch among those of its project, a line each, or removes it. A project nobody watches any more leaves the hash.
-- KEYS: all watches, the channel's projects. ARGV: project, the watch's name, its text (empty: remove it), and `group` where a
-- group's watch covers the project, which the channel's projects do not hold. Answers the text that stood under the name.
local kept, old = {}, false
for line in string.gmatch(redis.call('HGET', KEYS[1], ARGV[1]) or '', '[^\n]+') do
  local name, text = string.match(line, '^(%S*) ?(.*)$')
  if name == ARGV[2] then
    old = text
  else
    kept[#kept + 1] = line
  end
end
if ARGV[3] ~= '' then
  kept[#kept + 1] = ARGV[2] .. ' ' .. ARGV[3]
end
if #kept == 0 then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], table.concat(kept, '\n'))
end
if ARGV[4] ~= 'group' then
  redis.call(ARGV[3] == '' and 'SREM' or 'SADD', KEYS[2], ARGV[1])
end
return old
