local fns = {} for i = 1, 3 do fns[i] = function() i = i + 1 return i end end
assert(fns[1]() == 2 and fns[1]() == 3 and fns[2]() == 3 and fns[3]() == 4)
local function counter() local n = 0 return function() n = n + 1 return n end, function() return n end end
local inc, get = counter() inc() inc() assert(get() == 2) local inc2, get2 = counter() inc2() assert(get2() == 1 and get() == 2)
local list = {} local i = 1 while i <= 3 do local j = i list[i] = function() return j end i = i + 1 end assert(list[1]() == 1 and list[3]() == 3)
list = {} for k, v in pairs { a = 1, b = 2 } do list[k] = function() return v end end assert(list.a() == 1 and list.b() == 2)
local r repeat local x = 5 r = function() return x end until x == 5 assert(r() == 5)
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end assert(fib(15) == 610)
local a, b, c = (function() return 1, 2, 3 end)() assert(a == 1 and b == 2 and c == 3)
local t = { (function() return 1, 2, 3 end)(), (function() return 1, 2, 3 end)() } assert(#t == 4)
local x, y = 1, 2 x, y = y, x assert(x == 2 and y == 1)
local s = 0 for i = 1, 10 do if i == 5 then break end s = s + i end assert(s == 10)
assert((nil and 1) == nil and (false or 2) == 2 and (1 and 2) == 2 and not nil == true and (nil or false) == false)
local long = {} for i = 1, 300 do long[i] = "v" .. i .. "=" .. i end assert(loadstring("local t={" .. table.concat(long, ",") .. "} return t.v300")() == 300)
local big = {} for i = 1, 1000 do big[i] = i end assert(#loadstring("return {" .. table.concat(big, ",") .. "}")() == 1000 and loadstring("return {" .. table.concat(big, ",") .. "}")()[999] == 999)
local function many(...) return select("#", ...) end assert(many(unpack(big)) == 1000)
-- methods with upvalues across pcall
local log = {} local function guard(f) local ok, e = pcall(f) log[#log + 1] = tostring(e) end
local state = 1 guard(function() state = 2 error("x", 0) end) assert(state == 2 and log[1] == "x")
local function va(...) local a, b = ... return function() return a, b end end local f = va(7, 8) local p, q = f() assert(p == 7 and q == 8)
