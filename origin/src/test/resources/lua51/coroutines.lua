local co = coroutine.create(function(a, b)
  assert(a == 1 and b == 2)
  local c = coroutine.yield(a + b)
  local d, e = coroutine.yield(c * 2)
  return d + e, "end"
end)
assert(coroutine.status(co) == "suspended" and type(co) == "thread")
local ok, v = coroutine.resume(co, 1, 2) assert(ok and v == 3)
ok, v = coroutine.resume(co, 10) assert(ok and v == 20)
local ok, x, y = coroutine.resume(co, 3, 4) assert(ok and x == 7 and y == "end" and coroutine.status(co) == "dead")
ok, v = coroutine.resume(co) assert(not ok and v == "cannot resume dead coroutine")
-- generators
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local sum = 0 for i in range(10) do sum = sum + i end assert(sum == 55)
-- nested, and status
local outer
outer = coroutine.create(function()
  assert(coroutine.running() == outer)
  local inner = coroutine.create(function() assert(coroutine.status(outer) == "normal") coroutine.yield("in") end)
  local _, got = coroutine.resume(inner) coroutine.yield(got) assert(coroutine.status(inner) == "suspended")
  return coroutine.resume(coroutine.running())
end)
local _, got = coroutine.resume(outer) assert(got == "in")
local _, ok2, message = coroutine.resume(outer) assert(ok2 == false and message == "cannot resume running coroutine")
assert(coroutine.running() == nil)
-- errors
co = coroutine.create(function() error("oops", 0) end) ok, v = coroutine.resume(co) assert(not ok and v == "oops" and coroutine.status(co) == "dead")
co = coroutine.create(function() error({ code = 5 }) end) ok, v = coroutine.resume(co) assert(not ok and v.code == 5)
assert(select(2, pcall(coroutine.wrap(function() error("w", 0) end))) == "w")
-- not across metamethods and Java functions
co = coroutine.create(function() return setmetatable({}, { __index = function() coroutine.yield() end }).x end)
assert(not coroutine.resume(co))
co = coroutine.create(function() table.foreach({ 1 }, coroutine.yield) end) assert(not coroutine.resume(co))
assert(not pcall(coroutine.yield))
-- many values
co = coroutine.wrap(function(...) local t = { ... } while true do t = { coroutine.yield(unpack(t)) } end end)
local a, b, c = co(1, 2, 3) assert(a == 1 and b == 2 and c == 3) a, b = co("x") assert(a == "x" and b == nil) assert(select("#", co()) == 0)
-- a producer and a consumer
local function producer() return coroutine.create(function() for _, s in ipairs { "a", "b", "c" } do coroutine.yield(s) end end) end
local function filter(p) return coroutine.create(function() while true do local _, s = coroutine.resume(p) if not s then return end coroutine.yield(s:upper()) end end) end
local f, out = filter(producer()), "" while true do local _, s = coroutine.resume(f) if not s then break end out = out .. s end assert(out == "ABC")
-- thousands of them
local all = {} for i = 1, 5000 do all[i] = coroutine.wrap(function() coroutine.yield(i) return -i end) all[i]() end
for i = 1, 5000 do assert(all[i]() == -i) end
-- upvalues and tail calls
local function deep(n) if n == 0 then coroutine.yield("bottom") return "up" end return deep(n - 1) end
co = coroutine.wrap(function() return deep(10000) end) assert(co() == "bottom" and co() == "up")
assert(not pcall(coroutine.create, 1) and not pcall(coroutine.resume, 1))
