-- deep recursion, tail calls, and its end
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end
assert(depth(100) == 100 and depth(10000) == 10000)
local function tail(n) if n == 0 then return "end" end return tail(n - 1) end
assert(tail(100000) == "end")
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
assert(even(30000) and not odd(30000) and odd(30001))
local function endless() return 1 + endless() end
local ok, why = pcall(endless) assert(not ok and tostring(why):find("stack overflow"))
assert(depth(10000) == 10000)
local function through(n) if n == 0 then return 0 end local ok, v = pcall(through, n - 1) assert(ok) return v + 1 end
assert(through(100) == 100)
local mt = {} mt.__index = function(t, k) if k == 0 then return 0 end return 1 + t[k - 1] end
assert(setmetatable({}, mt)[50] == 50)
local t = {} for i = 1, 100 do t = { t } end local n = 0 while t[1] do t = t[1] n = n + 1 end assert(n == 100)
local source = ("("):rep(100) .. "1" .. (")"):rep(100) assert(loadstring("return " .. source)() == 1)
local co = coroutine.wrap(function() return depth(5000) end) assert(co() == 5000)
local function nest(n) if n == 0 then return "in" end return coroutine.wrap(function() return nest(n - 1) end)() end
assert(nest(50) == "in")
assert(select("#", unpack({}, 1, 200)) == 200)
local s = {} for i = 1, 2000 do s[i] = "x" end assert(#table.concat(s) == 2000)
assert(("x"):rep(100000):gsub("x", "y") == ("y"):rep(100000))
assert(string.format("%s", ("a"):rep(5000)) == ("a"):rep(5000))
