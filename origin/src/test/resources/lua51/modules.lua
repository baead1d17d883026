-- module and package.seeall
local chunk = loadstring([[
module("test.shapes", package.seeall)
sides = 4
function describe() return "a shape with " .. tostring(sides) .. " sides" end
]])
chunk()
assert(test.shapes.describe() == "a shape with 4 sides" and sides == nil and describe == nil)
assert(package.loaded["test.shapes"] == test.shapes and require("test.shapes") == test.shapes)
assert(test.shapes._NAME == "test.shapes" and test.shapes._PACKAGE == "test." and test.shapes._M == test.shapes)
loadstring([[local tostring = tostring; module("plain"); function f() return tostring(tostringg) end]])()
assert(plain.f() == "nil")
package.preload.mine = function(name) return { name = name } end
assert(require("mine").name == "mine" and require("mine") == require("mine"))
assert(not pcall(require, "does.not.exist") and require("string") == string)
-- load with a reader
local parts, i = { "return ", "1 + ", "41" }, 0
assert(load(function() i = i + 1 return parts[i] end)() == 42)
assert(loadstring("return ...")(5) == 5 and dofile ~= nil and loadfile("nosuchfile.lua") == nil and not pcall(dofile, "nosuchfile.lua"))
assert(_VERSION == "Lua 5.1" and type(collectgarbage("count")) == "number" and collectgarbage() == 0 and type(gcinfo()) == "number")
