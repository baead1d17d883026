-- A game lobby: players open games, others join, and when all seats are taken everybody is told with whom to play.
-- README.md beside this file tells what clients call, and what they are called with.

games = {} -- open games by number
players = {} -- clients by name
lastGame = 0
MAX_SEATS = 8

function onStart(path)
	data.wins = data.wins or {} -- data survives restarts and reloads
	for id, client in cumulus.clients:pairs() do
		client.game = nil -- games do not
		if client.player then players[client.player] = client end
	end
end

local function described(game)
	local names = {}
	for i, player in ipairs(game.players) do names[i] = player.player end
	return {game = game.number, seats = game.seats, players = names}
end

local function tellLobby(what, ...)
	for name, player in pairs(players) do
		if not player.game then player.writer:writeInvocation(what, ...) end
	end
end

local function tell(game, what, ...)
	for i, player in ipairs(game.players) do player.writer:writeInvocation(what, ...) end
end

-- Everybody is told the peer ids of all, to play from peer to peer. Only games that began have winners.
local function begin(game)
	local peers = {}
	for i, player in ipairs(game.players) do
		peers[i] = {name = player.player, peer = player.id}
	end
	game.running = true
	tell(game, "onBegin", game.number, peers)
end

local function close(game, why)
	games[game.number] = nil
	tell(game, "onClose", game.number, why)
	for i, player in ipairs(game.players) do player.game = nil end
	tellLobby("onGames")
end

local function leave(client)
	local game = client.game and games[client.game]
	client.game = nil
	if not game then return end
	for i, player in ipairs(game.players) do
		if player == client then table.remove(game.players, i) end
	end
	if game.running or #game.players == 0 then
		close(game, client.player.." left")
	else
		tell(game, "onSeats", described(game))
		tellLobby("onGames")
	end
end

function onConnection(client, name)
	if type(name) ~= "string" or not name:find("^[%w_%-]+$") or #name > 20 then
		error("a name of 1 to 20 letters and digits, please", 0)
	end
	if players[name] then error("somebody is called "..name.." already", 0) end
	players[name] = client
	client.player = name

	function client:games()
		local all = {}
		for number, game in pairs(games) do
			if not game.running then all[#all + 1] = described(game) end
		end
		table.sort(all, function(a, b) return a.game < b.game end)
		return all
	end

	function client:open(seats)
		if self.game then error("one game at a time, please", 0) end
		if type(seats) ~= "number" or seats < 2 or seats > MAX_SEATS or seats % 1 ~= 0 then
			error("a game has 2 to "..MAX_SEATS.." seats", 0)
		end
		lastGame = lastGame + 1
		games[lastGame] = {number = lastGame, seats = seats, players = {self}}
		self.game = lastGame
		tellLobby("onGames")
		return lastGame
	end

	function client:join(number)
		local game = games[number]
		if self.game then error("one game at a time, please", 0) end
		if not game or game.running then error("there is no such game", 0) end
		table.insert(game.players, self)
		self.game = number
		tell(game, "onSeats", described(game))
		if #game.players == game.seats then begin(game) end
		tellLobby("onGames")
		return described(game)
	end

	function client:leave()
		leave(self)
	end

	-- Whoever opened the game says who won.
	function client:won(name)
		local game = self.game and games[self.game]
		if not game or not game.running or game.players[1] ~= self then
			error("that is for the one to say who opened the game", 0)
		end
		local winner = players[name]
		if not winner or winner.game ~= self.game then error(tostring(name).." does not play", 0) end
		data.wins[name] = (data.wins[name] or 0) + 1
		close(game, name.." won")
	end

	function client:scores()
		local all = {}
		for name, wins in pairs(data.wins) do all[#all + 1] = {name = name, wins = wins} end
		table.sort(all, function(a, b)
			return a.wins > b.wins or a.wins == b.wins and a.name < b.name
		end)
		return all
	end
end

function onDisconnection(client)
	if players[client.player] == client then
		players[client.player] = nil
		leave(client)
	end
end
