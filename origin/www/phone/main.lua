-- A video phone. The server knows who has which number, rings and introduces; voices and pictures go from peer to peer.
-- README.md beside this file tells what clients call, and what they are called with.

phones = {} -- clients by number

function onStart(path)
	for id, client in cumulus.clients:pairs() do
		if client.number then phones[client.number] = client end
	end
end

local function hangUp(client)
	local other = client.talksTo and phones[client.talksTo]
	client.talksTo = nil
	client.answered = nil
	if other and other.talksTo == client.number then
		other.talksTo = nil
		other.answered = nil
		other.writer:writeInvocation("onHangUp", client.number)
	end
end

function onConnection(client, number)
	if type(number) ~= "string" or not number:find("^%d+$") or #number > 15 then
		error("a number of 1 to 15 digits, please", 0)
	end
	if phones[number] then error("number "..number.." is taken", 0) end
	client.number = number
	phones[number] = client

	function client:call(number)
		local other = phones[number]
		if not other or other == self then return "unknown" end
		if other.talksTo or self.talksTo then return "busy" end
		self.talksTo, other.talksTo = other.number, self.number
		other.answered = false
		-- Whoever is rung learns the caller's peer id: enough to play the caller's stream, NetStream(nc, peerId).
		other.writer:writeInvocation("onRing", self.number, self.id)
		return "ringing"
	end

	function client:answer()
		local other = self.talksTo and phones[self.talksTo]
		if not other or self.answered ~= false then error("nobody is calling", 0) end
		self.answered, other.answered = true, true
		other.writer:writeInvocation("onAnswer", self.number, self.id)
		return other.id
	end

	function client:hangUp()
		hangUp(self)
	end
end

function onDisconnection(client)
	if phones[client.number] == client then
		hangUp(client)
		phones[client.number] = nil
	end
end
