-- the implicit arg of Lua 5.1 (manual 2.5.9, LUAI_COMPAT_VARARG)
local function named(...)
  return arg.n, arg[1], arg[2], arg[3]
end
local n, a, b, c = named(1, nil, 3)
assert(n == 3 and a == 1 and b == nil and c == 3)
assert(named() == 0)

local function unpacked(...) return unpack(arg, 1, arg.n) end
assert(select("#", unpacked(nil, nil)) == 2)

-- nil when the body uses ... itself
local function dotted(...)
  local first = ...
  return arg, first
end
local x, first = dotted(7)
assert(x == nil and first == 7)

-- with parameters in front
local function mixed(p, q, ...) return p, q, arg.n, arg[1] end
local p, q, m, r = mixed("p", "q", "r")
assert(p == "p" and q == "q" and m == 1 and r == "r")
local _, _, none = mixed("p")
assert(none == 0)

-- nested functions see the outer table as a variable
local function outer(...)
  local function inner() return arg[1] end
  return inner
end
assert(outer("deep")() == "deep")

-- an inner function that uses ... does not take the outer one's table away
local function outer2(...)
  local function inner(...) return ... end
  return arg.n, inner(1, 2)
end
local o1, o2, o3 = outer2("a", "b", "c")
assert(o1 == 3 and o2 == 1 and o3 == 2)

-- methods, function expressions, one-liners, comments between
local object = {}
function object:method(...) return self == object and arg.n end
assert(object:method(1, 2) == 2)
assert((function(...) return arg.n end)(1, 2, 3) == 3)
assert((function --[[ comment ) ]] ( --[==[ function(...) ]==] ... ) return arg.n end)(1) == 1)
function global(...) name, firstname = unpack(arg) return firstname .. name end
assert(global("a", "b") == "ba" and name == "a")

-- strings and comments that look like code change nothing
local s = "function(...) return arg end" -- function(...)
local l = [[ function(...) end end end ]]
--[[ function(...) end
]]
assert(#s == 28 and #l == 27)
assert((function(...) local t = { ["end"] = "until" } ; return arg.n end)(1, 2) == 2)

-- loops and blocks inside
local function blocks(...)
  local sum = 0
  for i = 1, arg.n do if arg[i] > 1 then sum = sum + arg[i] else sum = sum - 1 end end
  while sum > 100 do sum = sum - 1 end
  repeat sum = sum + 1 until sum > 0
  do local arg = { n = "shadow" } assert(arg.n == "shadow") end
  return sum, arg.n
end
assert(blocks(1, 2, 3) == 5)

-- the main chunk has no local arg
assert(loadstring("return arg")() == arg)

-- assigning to arg
local function assigned(...) arg = 5 return arg end
assert(assigned(1) == 5)

assert(select("#") == 0 and select("#", nil) == 1 and select(2, "a", "b", "c") == "b")
assert(select(-1, "a", "b") == "b")
assert(not pcall(select, 0))
local t = { (function(...) return ... end)(1, nil, 3) }
assert(t[1] == 1 and t[3] == 3)
local function count(...) return select("#", ...) end
assert(count((function() end)()) == 0)
assert(count(((function() return 1, 2 end)())) == 1)
assert(count((function() return 1, 2 end)(), 9) == 2)
