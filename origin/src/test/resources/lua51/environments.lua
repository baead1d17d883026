-- setfenv, getfenv (manual 2.9)
local G = getfenv(1)
assert(getfenv() == G and getfenv(0) ~= nil)

local function reads() return value end
value = "global"
assert(reads() == "global")
setfenv(reads, { value = "own" })
assert(reads() == "own" and value == "global")

local function writes() value = "written" end
local e = setfenv(writes, {})
assert(e == writes)
writes()
assert(value == "global" and getfenv(writes).value == "written")

-- functions inherit the environment of their maker when they are made
local function maker() return function() return inner end end
local before = maker()
setfenv(maker, { inner = "new" })
local after = maker()
assert(before() == nil and after() == "new")
setfenv(maker, { inner = "newer" })
assert(after() == "new" and maker()() == "newer")

-- a level: the running function
local function self()
  local assert, setfenv, getfenv = assert, setfenv, getfenv
  setfenv(1, { mine = 1 })
  assert(mine == 1)
  return getfenv(1).mine
end
assert(self() == 1)

-- a level: the caller
local function changer() setfenv(2, { from = "changer", assert = assert }) end
local function changed() changer() return from end
assert(changed() == "changer")

-- functions that use no global have one all the same
local function pure(x) return x end
setfenv(pure, { marker = 1 })
assert(getfenv(pure).marker == 1)

assert(not pcall(setfenv, print, {}))
assert(not pcall(setfenv, 100, {}))
assert(not pcall(getfenv, 100))
assert(not pcall(setfenv, reads, 1))
assert(type(getfenv(print)) == "table")

-- loaded chunks
local chunk = loadstring("a = 1; return b")
setfenv(chunk, { b = 2 })
assert(chunk() == 2 and a == nil)

-- inheritance by metatables, as sandboxes do
local sandbox = setmetatable({}, { __index = G })
local run = setfenv(loadstring("x = tostring(12); return x"), sandbox)
assert(run() == "12" and sandbox.x == "12" and x == nil)

-- the same function object keeps its upvalues
local counter = 0
local function count() counter = counter + step return counter end
setfenv(count, { step = 5 })
assert(count() == 5 and counter == 5)

-- tail calls and recursion within another environment
local f = setfenv(loadstring("function fact(n) if n < 2 then return 1 end return n * fact(n - 1) end return fact(5)"), {})
assert(f() == 120 and fact == nil)

_G.throughG = 1
assert(throughG == 1 and _G._G == _G)
