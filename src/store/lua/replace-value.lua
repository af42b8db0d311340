-- Replaces a value nobody has changed meanwhile; it ends when it would have ended.
-- KEYS: the value. ARGV: what it was, what it shall be. Answers 1 when replaced, 0 otherwise.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1
