local function message(f, ...) local ok, m = pcall(f, ...) assert(not ok) return m end
local function ends(m, text) assert(type(m) == "string" and m:sub(-#text) == text, tostring(m) .. " does not end with " .. text) end
ends(message(function() error("x") end), "errors.lua:3: x") assert(message(function() error("x", 0) end) == "x")
local function thrower() error("caller's", 2) end
ends(message(function() thrower() end), "errors.lua:5: caller's")
assert(message(function() error() end) == nil and message(function() error({ 1 }) end)[1] == 1 and message(error, nil) == nil)
ends(message(function() local x; return x.y end), "attempt to index local 'x' (a nil value)")
ends(message(function() return undefined.y end), "attempt to index global 'undefined' (a nil value)")
ends(message(function() local t = {} return t.a.b end), "attempt to index field 'a' (a nil value)")
ends(message(function() local t = {} t.a.b = 1 end), "attempt to index field 'a' (a nil value)")
ends(message(function() undefined() end), "attempt to call global 'undefined' (a nil value)")
ends(message(function() local t = {} t.f() end), "attempt to call field 'f' (a nil value)")
ends(message(function() local t = {} t:f() end), "attempt to call method 'f' (a nil value)")
ends(message(function() local f = 5 f() end), "attempt to call local 'f' (a number value)")
local up ; ends(message(function() return up.x end), "attempt to index upvalue 'up' (a nil value)")
ends(message(function() local s = "x" return s + 1 end), "attempt to perform arithmetic on local 's' (a string value)")
ends(message(function() return {} + 1 end), "attempt to perform arithmetic on a table value")
ends(message(function() return 1 + nil end), "attempt to perform arithmetic on a nil value")
ends(message(function() return "a" .. {} end), "attempt to concatenate a table value")
ends(message(function() return "a" .. undefined .. "b" end), "attempt to concatenate global 'undefined' (a nil value)")
ends(message(function() return {} < {} end), "attempt to compare two table values")
ends(message(function() return 1 < "1" end), "attempt to compare number with string")
ends(message(function() return #5 end), "attempt to get length of a number value")
ends(message(function() return -{} end), "attempt to perform arithmetic on a table value")
ends(message(function() for i = 1, "x" do end end), "'for' limit must be a number")
ends(message(function() string.rep() end), "bad argument #1 to 'rep' (string expected, got no value)")
ends(message(function() setmetatable(1, {}) end), "bad argument #1 to 'setmetatable' (table expected, got number)")
ends(message(function() ipairs() end), "bad argument #1 to 'ipairs' (table expected, got no value)")
ends(message(function() local t = setmetatable({}, { __metatable = 1 }) setmetatable(t, {}) end), "cannot change a protected metatable")
-- handlers
local ok, m = xpcall(function() error("e", 0) end, function(e) return "handled " .. e end) assert(not ok and m == "handled e")
ok, m = xpcall(function() return 1, 2 end, print) assert(ok and m == 1)
ok, m = xpcall(function() local x = nil + 1 end, function(e) return debug.traceback(e) end) assert(not ok and m:find("stack traceback"))
ok, m = pcall(pcall, error, "deep") assert(ok and m == false)
ok, m = pcall(function() local ok, m = pcall(error, "in", 0) assert(not ok and m == "in") error("out", 0) end) assert(not ok and m == "out")
-- results pass through
local function count(...) return select("#", ...) end
assert(count(pcall(function() return nil, nil end)) == 3 and count(pcall(function() end)) == 1)
assert(select(2, pcall(assert, false, "msg")) == "msg" and select(2, pcall(assert, nil)) == "assertion failed!" and assert(1, 2) == 1)
-- errors in coroutines, metamethods and comparators come through
assert(message(function() table.sort({ 3, 2, 1 }, function() error("cmp", 0) end) end) == "cmp")
assert(message(function() return setmetatable({}, { __add = function() error("add", 0) end }) + 1 end) == "add")
assert(message(function() ("x"):gsub("x", function() error("sub", 0) end) end) == "sub")
-- syntax
local f, e = loadstring("x =") assert(f == nil and e:find(":1:", 1, true)) f, e = loadstring("for end", "=named") assert(f == nil and e:find("^named:1:"))
assert(loadstring("return 1", "@file.lua")() == 1) f, e = loadstring("error('x')", "@file.lua") assert(select(2, pcall(f)) == "file.lua:1: x")
f = loadstring("error('x')") assert(select(2, pcall(f)) == "[string \"error('x')\"]:1: x")
-- deep recursion is an error like another
local function forever(n) return 1 + forever(n + 1) end
ok, m = pcall(forever, 1) assert(not ok and m:find("stack overflow"))
local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k .. "x"] end
ok, m = pcall(function() return t.a end) assert(not ok and m:find("overflow"))
ok, m = pcall(string.rep, "x", -1) assert(ok and m == "")
local depth = 0 local function down(n) depth = n if n < 15000 then down(n + 1) end end down(1) assert(depth == 15000)
local function tail(n) if n == 0 then return "tail" end return tail(n - 1) end assert(tail(200000) == "tail")
