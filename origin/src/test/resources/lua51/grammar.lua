-- the grammar: comments, literals, precedence, statements, scopes
--[[ a long
comment ]] local a = 1 --[==[ another ]] ]==] assert(a == 1) -- to the end of the line
--[ no long comment
assert(a == 1);
-- numbers
assert(3 == 3.0 and 0x10 == 16 and 0xA == 10 and .5 == 0.5 and 5. == 5 and 1e2 == 100 and 1E-2 == 0.01 and 0xff == 255 and 3e0 == 3)
-- strings
assert('a' == "a" and "\65\066\10" == "AB\n" and "\"" == '"' and '\'' == "'" and "\\n" == '\\' .. 'n' and #"\0\0" == 2 and "\a\b\f\n\r\t\v" == "\7\8\12\10\13\9\11")
assert([[a]] == "a" and [[
first line end is dropped]] == "first line end is dropped" and [==[ ]] ]=] ]==] == " ]] ]=] " and #[[\n]] == 2)
assert("a\
b" == "a\nb" and "\q" == "q" and "\1234" == "{4")
-- precedence and associativity
assert(2 + 3 * 4 == 14 and (2 + 3) * 4 == 20 and 2 ^ 3 ^ 2 == 512 and -2 ^ 2 == -4 and 2 ^ -1 == 0.5 and 10 - 4 - 3 == 3 and 100 / 10 / 5 == 2)
assert("a" .. "b" .. "c" == "abc" and 1 .. 2 == "12" and "a" .. 1 + 2 == "a3" and not nil == true and not (1 == 2) and not 1 == false)
assert((1 < 2) == true and not (2 < 1) and 1 <= 1 and 2 > 1 and 2 >= 2 and 1 ~= 2 and "a" < "b" and "a" < "aa" and not ("b" < "a"))
assert((nil and 1) == nil and (false or 2) == 2 and (nil or false) == false and (1 and 2) == 2 and (1 or error "not evaluated") == 1)
assert((false and error "not evaluated") == false and (1 == 1 and "yes" or "no") == "yes" and #"abc" + 1 == 4 and -#"ab" == -2 and - -2 == 2 and not not nil == false)
assert(7 % 3 == 1 and -7 % 3 == 2 and 7 % -3 == -2 and 5.5 % 2 == 1.5 and 2 * 3 % 4 == 2)
-- assignments
local x, y, z = 1, 2 assert(x == 1 and y == 2 and z == nil)
x, y = y, x assert(x == 2 and y == 1)
local t, i = {}, 1 i, t[i] = i + 1, 20 assert(i == 2 and t[1] == 20 and t[2] == nil)
local function many() return 1, 2, 3 end
local p, q, r, s = many() assert(p == 1 and q == 2 and r == 3 and s == nil)
p, q, r = many(), 10 assert(p == 1 and q == 10 and r == nil)
p, q = (many()) assert(p == 1 and q == nil)
p, q, r, s = 0, many() assert(p == 0 and q == 1 and r == 2 and s == 3)
-- tables
local u = { 1, 2; 3, x = "x", ["a b"] = 4, [10] = 5, many(), } assert(#u == 6 and u[4] == 1 and u.x == "x" and u["a b"] == 4 and u[10] == 5)
u = { many(), many() } assert(#u == 4 and u[4] == 3)
u = { (many()) } assert(#u == 1)
u = { f = function(self, n) return self.k + n end, k = 1 } assert(u:f(2) == 3 and u.f(u, 3) == 4 and u["f"](u, 4) == 5)
assert(({ 7 })[1] == 7 and ({ a = { b = { c = 8 } } }).a.b.c == 8 and ("x"):rep(3) == "xxx" and #{ n = 1 } == 0)
-- calls without parentheses
local function first(v) return v end
assert(first "s" == "s" and first [[l]] == "l" and first { 9 }[1] == 9 and first { f = first }.f "chained" == "chained" and type {} == "table")
-- conditions and loops
local n = 0
if nil then n = 1 elseif false then n = 2 elseif 0 then n = 3 else n = 4 end assert(n == 3)
if "" then n = 5 end assert(n == 5)
while true do n = n - 1 if n == 0 then break end end assert(n == 0)
repeat local done = n >= 3 n = n + 1 until done assert(n == 4)
n = 0 for k = 1, 3 do n = n + k end assert(n == 6)
n = 0 for k = 10, 1, -4 do n = n + k end assert(n == 18)
n = 0 for k = 3, 1 do n = 1 end assert(n == 0)
n = 0 for k = 0, 1, 0.25 do n = n + 1 end assert(n == 5)
for k = 1, 3 do local j = k k = 10 assert(j <= 3) end
assert(not pcall(loadstring "for i = 'a', 2 do end"))
n = 0 for k, v in pairs { a = 1, b = 2, 3 } do n = n + v end assert(n == 6)
n = "" for k, v in ipairs { "a", "b", nil, "d" } do n = n .. k .. v end assert(n == "1a2b")
n = 0 for w in string.gmatch("one two three", "%a+") do n = n + 1 end assert(n == 3)
n = 0 for k in function(limit, k) if k < limit then return k + 1 end end, 4, 0 do n = n + k end assert(n == 10)
do local hidden = 1 end assert(hidden == nil)
-- scopes
local v = 1 do local v = v + 1 assert(v == 2) end assert(v == 1)
local function rec(k) return k == 0 and 0 or k + rec(k - 1) end assert(rec(10) == 55)
local fact fact = function(k) return k <= 1 and 1 or k * fact(k - 1) end assert(fact(5) == 120)
local obj = { inner = {} } function obj.inner.f(...) return select("#", ...) end function obj.inner:g() return self == obj.inner end
assert(obj.inner.f(nil, nil) == 2 and obj.inner:g())
local fs = {} for k = 1, 3 do fs[k] = function() return k end end assert(fs[1]() == 1 and fs[3]() == 3)
-- what is no Lua 5.1
for _, bad in ipairs { "x =", "x = = 1", "if x then", "for i do end", "local 1 = 2", "x + 1", "f(", "return return", "a.b:c = 1", "break x", "end", "'open", "[[open", "--[[open",
	"x = }", "local function f.g() end", "function f(a,) end", "function f(..., a) end", "1 = x", "f() = 1", "x = 'a\nb'", "for i = 1 do end", "local x <const> = 1", "repeat", "x = ~1",
	"return 1 return 2", "x = function end", "local t = {1 2}" } do
	local f, why = loadstring(bad, "=bad") assert(f == nil and why:find("^bad:%d+: "), bad)
end
