-- Frees a lock that is still ours. KEYS: the lock. ARGV: token. Answers 1, or 0 when it was lost.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
