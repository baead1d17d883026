-- tostring is %.14g
local function is(x, text) assert(tostring(x) == text, tostring(x) .. " is not " .. text) end
is(0, "0") is(1, "1") is(-1, "-1") is(100 / 2, "50") is(1.5, "1.5") is(123456789.25, "123456789.25")
is(1e14, "1e+14") is(1e15, "1e+15") is(99999999999999, "99999999999999") is(123456789012345, "1.2345678901234e+14")
is(2 ^ 31, "2147483648") is(2 ^ 53, "9.007199254741e+15") is(-2 ^ 63, "-9.2233720368548e+18")
is(0.1, "0.1") is(1 / 3, "0.33333333333333") is(0.1 + 0.2, "0.3") is(1e-5, "1e-05") is(0.0001, "0.0001")
is(1e100, "1e+100") is(-1e-100, "-1e-100") is(3.14159265358979, "3.1415926535898") is(2 ^ 0.5, "1.4142135623731")
is(1 / 0, "inf") is(-1 / 0, "-inf") is(1e300 * 1e10, "inf")
is(12345678901234567890, "1.2345678901235e+19") is(5e-324, "4.9406564584125e-324")
assert(tostring(0 / 0):find("nan"))
assert(0 / 0 ~= 0 / 0)

-- concatenation uses the same
assert(1 .. "" == "1" and 1.5 .. "x" == "1.5x" and 123456789.25 .. "" == "123456789.25" and 1e15 .. "" == "1e+15")
assert("a" .. 1 + 2 .. "b" == "a3b")
assert(table.concat({ 1, 2.5, 1e15 }, " ") == "1 2.5 1e+15")

-- strings are numbers where numbers are wanted
assert("10" + 5 == 15 and "0x10" + 0 == 16 and " 7 " * "2" == 14 and "1e1" + 0 == 10 and -"2" == -2)
assert(10 .. 20 == "1020")
assert(not pcall(function() return "abc" + 1 end))
assert(not pcall(function() return "" + 1 end))
assert("10" ~= 10 and not (1 == "1"))
assert(not pcall(function() return 1 < "2" end))

assert(tonumber("0x1F") == 31 and tonumber("  12.5  ") == 12.5 and tonumber("1e2") == 100 and tonumber("5.") == 5 and tonumber(".5") == .5)
assert(tonumber("") == nil and tonumber("1x") == nil and tonumber("1 2") == nil and tonumber("e1") == nil and tonumber({}) == nil)
assert(tonumber("ff", 16) == 255 and tonumber("zz", 36) == 1295 and tonumber("777", 8) == 511 and tonumber("12", 2) == nil and tonumber("1010", 2) == 10)
assert(tonumber(nil) == nil and not pcall(tonumber))

-- arithmetic
assert(5 % 3 == 2 and -5 % 3 == 1 and 5 % -3 == -1 and 5.5 % 2 == 1.5 and -5.5 % 2 == 0.5)
assert(2 ^ 10 == 1024 and 2 ^ -1 == 0.5 and -2 ^ 2 == -4)
assert(7 / 2 == 3.5 and 1e15 + 1 == 1000000000000001)
assert(2147483647 + 1 == 2147483648 and -2147483648 - 1 == -2147483649 and 2147483647 * 2 == 4294967294 and 65536 * 65536 == 4294967296)
assert(0x7fffffff == 2147483647 and 0xffffffff == 4294967295)

-- the library, with the names of 5.0
assert(math.mod(7, 3) == 1 and math.fmod(-7, 3) == -1 and math.floor(-1.5) == -2 and math.ceil(1.2) == 2)
assert(math.max(1, 5, 3) == 5 and math.min(4, 2) == 2 and math.abs(-3) == 3 and math.pow(2, 3) == 8)
assert(math.huge == 1 / 0 and math.pi > 3.14159 and math.sqrt(16) == 4 and math.log10(1000) > 2.9999)
local m, e = math.frexp(10) assert(m == 0.625 and e == 4 and math.ldexp(m, e) == 10)
local i, f = math.modf(-3.25) assert(i == -3 and f == -0.25)
math.randomseed(42)
for _ = 1, 100 do
  local r = math.random(10) assert(r >= 1 and r <= 10 and r == math.floor(r))
  r = math.random(-5, 5) assert(r >= -5 and r <= 5)
  r = math.random() assert(r >= 0 and r < 1)
end
assert(not pcall(math.random, 0))

-- for loops
local t = {} for x = 1, 2, 0.25 do t[#t + 1] = x end assert(#t == 5 and t[2] == 1.25)
t = {} for x = 3, 1, -1 do t[#t + 1] = x end assert(table.concat(t) == "321")
for x = 1, 0 do error("never") end
local n = 0 for x = "1", "3" do n = n + x end assert(n == 6)
n = 0 for x = 2147483646, 2147483648 do n = n + 1 end assert(n == 3)
assert(not pcall(function() for x = 1, {} do end end))
-- keys
t = { [1] = "a", [1.5] = "b", ["1"] = "c", [-1] = "d" }
assert(t[1.0] == "a" and t[3 / 2] == "b" and t["1"] == "c" and t[-1] == "d" and t[2 ^ 53] == nil)
t[2 ^ 53] = "big" assert(t[9007199254740992] == "big")
assert(not pcall(function() t[0 / 0] = 1 end) and not pcall(function() t[nil] = 1 end) and t[0 / 0] == nil)
