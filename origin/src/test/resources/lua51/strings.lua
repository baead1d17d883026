assert(#"abc" == 3 and #"" == 0 and #"\0\1" == 2 and #"é" == 2 and "\65\066" == "AB" and '\'' == "'" and "a\
b" == "a\nb")
assert([[
x]] == "x" and [==[a]]b]==] == "a]]b")
assert(("abc"):sub(2) == "bc" and ("abc"):sub(-2) == "bc" and ("abc"):sub(2, 2) == "b" and ("abc"):sub(0) == "abc" and ("abc"):sub(4) == "" and ("abc"):sub(-100, 100) == "abc" and ("abc"):sub(2, -2) == "b")
assert(("abc"):byte() == 97 and ("abc"):byte(-1) == 99 and ("abc"):byte(10) == nil and select("#", ("abc"):byte(1, 3)) == 3 and ("\255"):byte() == 255)
assert(string.char(72, 105) == "Hi" and string.char() == "" and not pcall(string.char, 256) and not pcall(string.char, -1))
assert(("x"):rep(3) == "xxx" and ("x"):rep(0) == "" and ("x"):rep(-1) == "" and ("ab"):reverse() == "ba")
assert(("AbÉ"):lower() == "abÉ" and ("aBé"):upper() == "ABé" and ("abc"):len() == 3)
assert("a" < "b" and "a" < "aa" and "" < "a" and "Z" < "a" and "a\0a" < "a\0b" and "a" <= "a" and "\127" < "\200")
assert(("%d"):format(3) == "3" and tostring("x") == "x" and tostring(12):len() == 2)
-- methods can be added for all strings
function string:shout() return self:upper() .. "!" end
assert(("hi"):shout() == "HI!" and getmetatable("").__index == string)
assert(not pcall(function() return ("x").y.z end) and ("x").nothing == nil)
assert(not pcall(string.rep) and not pcall(("x").bad))
assert(string.gfind == string.gmatch)
assert(not pcall(string.dump, function() end) or string.dump(function() end):byte() == 27)
