-- A chat room with presence: who is there, who comes and goes, what everybody says.
-- README.md beside this file tells what clients call, and what they are called with.

-- Globals survive nothing, locals even less: after a reload old methods of clients see the new globals, but their old locals.
-- So what all share is global here, and onStart finds those again who are connected already.
members = {} -- clients by nick name
history = {} -- what was said last
KEPT = 50
LONGEST = 500

local function everybody(what, ...)
	for nick, member in pairs(members) do
		member.writer:writeInvocation(what, ...)
	end
end

-- An error with level 0 is what the client sees, without file and line.
local function checked(text)
	if type(text) ~= "string" or text:find("^%s*$") then error("there is nothing to say", 0) end
	if #text > LONGEST then error("at most "..LONGEST.." bytes at a time, please", 0) end
	return text
end

local function present()
	local all = {}
	for nick, member in pairs(members) do
		all[#all + 1] = {nick = nick, state = member.state}
	end
	table.sort(all, function(a, b) return a.nick < b.nick end)
	return all
end

function onStart(path)
	for id, client in cumulus.clients:pairs() do
		if client.nick then members[client.nick] = client end
	end
end

function onConnection(client, nick)
	nick = nick or client.nick -- the first argument of connect, or ?nick=... of the URL
	if type(nick) ~= "string" or not nick:find("^[%w_%-]+$") or #nick > 20 then
		error("a nick name of 1 to 20 letters and digits, please", 0)
	end
	if members[nick] then error("somebody is called "..nick.." already", 0) end
	client.nick = nick
	client.state = "here"

	function client:say(text)
		text = checked(text)
		history[#history + 1] = {nick = self.nick, text = text}
		if #history > KEPT then table.remove(history, 1) end
		everybody("onSay", self.nick, text)
	end

	function client:tell(whom, text)
		local member = members[whom]
		if not member then error("nobody here is called "..tostring(whom), 0) end
		member.writer:writeInvocation("onTell", self.nick, checked(text))
	end

	function client:setState(state)
		if state ~= "here" and state ~= "away" then error("a state is here or away", 0) end
		self.state = state
		everybody("onState", self.nick, state)
	end

	function client:present()
		return present()
	end

	function client:history()
		return history
	end

	everybody("onJoin", nick)
	members[nick] = client
	return {present = present()} -- part of what the client is told with NetConnection.Connect.Success
end

function onDisconnection(client)
	if members[client.nick] == client then
		members[client.nick] = nil
		everybody("onLeave", client.nick)
	end
end
