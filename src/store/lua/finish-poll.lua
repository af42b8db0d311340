-- Ends a project's lease: keeps what the poll remembers, and sets when it is due, at the time given or earlier if it was
-- wanted meanwhile.
-- KEYS: due-list, leases, wanted, the projects' polls, rest. ARGV: project, time, a note, a memory (each may be an empty
-- text: it stays), `answered` or `away` for GitLab, ms misses are kept. A project that is not listed stays so. Answers how
-- many polls in a row found GitLab away, this one included; one that was answered ends them, and a rest.
local at = ARGV[2]
local wanted = redis.call('HGET', KEYS[3], ARGV[1])
if wanted and tonumber(wanted) < tonumber(at) then
  at = wanted
end
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  redis.call('ZADD', KEYS[1], at, ARGV[1])
  if ARGV[3] ~= '' and ARGV[4] ~= '' then
    redis.call('HSET', KEYS[4], ARGV[1], ARGV[3] .. '\n' .. ARGV[4])
  elseif ARGV[3] ~= '' or ARGV[4] ~= '' then
    local row = redis.call('HGET', KEYS[4], ARGV[1]) or ''
    local note, memory = string.match(row, '^([^\n]*)\n?(.*)$')
    if ARGV[3] ~= '' then
      note = ARGV[3]
    end
    if ARGV[4] ~= '' then
      memory = ARGV[4]
    end
    redis.call('HSET', KEYS[4], ARGV[1], note .. '\n' .. memory)
  end
end
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
if ARGV[5] == 'away' then
  local count = redis.call('HINCRBY', KEYS[5], 'misses', 1)
  redis.call('PEXPIRE', KEYS[5], ARGV[6])
  return count
end
local misses = tonumber(redis.call('HGET', KEYS[5], 'misses') or '0')
if ARGV[5] == 'answered' then
  redis.call('DEL', KEYS[5])
end
return misses
