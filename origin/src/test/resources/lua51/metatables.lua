local log = {}
local mt = { __index = function(t, k) return k .. "!" end, __newindex = function(t, k, v) rawset(t, k, v * 2) end,
  __call = function(self, a, b) return "called", a, b end, __tostring = function() return "T" end, __concat = function(a, b) return (type(a) == "table" and "T" or a) .. (type(b) == "table" and "T" or b) end,
  __add = function() return "+" end, __sub = function() return "-" end, __mul = function() return "*" end, __div = function() return "/" end, __mod = function() return "%" end, __pow = function() return "^" end, __unm = function() return "neg" end,
  __eq = function() return true end, __lt = function() return true end, __le = function() return false end, __len = function() return 99 end }
local t, u = setmetatable({}, mt), setmetatable({}, mt)
assert(t.foo == "foo!" and rawget(t, "foo") == nil) t.n = 4 assert(t.n == 8)
local c, a, b = t(1, 2) assert(c == "called" and a == 1 and b == 2) assert(tostring(t) == "T")
assert(t .. "x" == "Tx" and "x" .. t == "xT" and 1 .. t == "1T" and "a" .. "b" .. t == "abT" and t .. u == "TT")
assert(t + 1 == "+" and 1 - t == "-" and t * u == "*" and t / 1 == "/" and t % 1 == "%" and t ^ 1 == "^" and -t == "neg")
assert(t == u and not rawequal(t, u) and t ~= {} and t < u and not (t <= u) and t > u)
assert(#t == 0) -- __len is not for tables in 5.1
assert(not pcall(function() return t < 1 end))
-- __le by __lt
local lt = { __lt = function(a, b) return a.v < b.v end }
local p, q = setmetatable({ v = 1 }, lt), setmetatable({ v = 2 }, lt) assert(p <= q and not (q <= p) and p < q and q > p and q >= p)
-- chains of tables
local base = { x = 1 } local mid = setmetatable({ y = 2 }, { __index = base }) local top = setmetatable({}, { __index = mid }) assert(top.x == 1 and top.y == 2 and top.z == nil)
local store = {} local writer = setmetatable({}, { __newindex = store }) writer.k = 1 assert(rawget(writer, "k") == nil and store.k == 1)
-- classes
local Account = {} Account.__index = Account
function Account.new(b) return setmetatable({ balance = b }, Account) end
function Account:deposit(v) self.balance = self.balance + v return self end
assert(Account.new(10):deposit(5):deposit(1).balance == 16)
local Special = setmetatable({}, { __index = Account }) Special.__index = Special
function Special:bonus() return self:deposit(100) end
assert(setmetatable({ balance = 1 }, Special):bonus().balance == 101)
assert(getmetatable(setmetatable({}, { __metatable = "locked" })) == "locked" and getmetatable({}) == nil and getmetatable(1) == nil)
-- callable values through pcall, sort and iteration
assert(select(2, pcall(setmetatable({}, { __call = function(_, x) return x end }), 5)) == 5)
local n = 0 for k in setmetatable({}, { __call = function(_, _, last) if (last or 0) < 3 then return (last or 0) + 1 end end }) do n = n + k end assert(n == 6)
-- weak tables may be asked for
local weak = setmetatable({}, { __mode = "k" }) weak[{}] = 1 weak.x = 2 assert(weak.x == 2)
assert(rawget({ 5 }, 1) == 5 and rawset({}, 1, 2)[1] == 2)
-- pairs ignores __pairs, next gives all
local keys = {} for k, v in pairs(setmetatable({ a = 1, b = 2, 10, 20 }, { __pairs = error })) do keys[k] = v end assert(keys.a == 1 and keys.b == 2 and keys[1] == 10 and keys[2] == 20)
local d = { a = 1, b = 2, c = 3 } for k in pairs(d) do d[k] = nil end assert(next(d) == nil)
