-- Prolongs a lock that is still ours. KEYS: the lock. ARGV: token, milliseconds. Answers 1, or 0 when it is lost.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
