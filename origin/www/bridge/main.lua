-- A bridge to a service that speaks lines of text over TCP: each client has a connection of its own there.
-- README.md beside this file tells what clients call. The service, in origin.ini:
--   [bridge]
--   target = 127.0.0.1:7000

local target = (cumulus.configs.bridge or {}).target or ""
LONGEST = 10000

function onConnection(client)
	local host, port = target:match("^(.+):(%d+)$")
	if not host then error("bridge.target is not set", 0) end
	local socket = cumulus:createTCPClient()
	local writer = client.writer
	client.socket = socket -- what nobody keeps is closed

	-- Answers how many bytes at the end are not used: they come again, with what follows.
	function socket:onReception(bytes)
		local used = 0
		for text, behind in bytes:gmatch("([^\r\n]*)\r?\n()") do
			writer:writeInvocation("onLine", text)
			used = behind - 1
		end
		if #bytes - used > LONGEST then self:disconnect() end
		return #bytes - used
	end

	function socket:onDisconnection(why)
		writer:writeInvocation("onHangUp")
		writer:close()
	end

	local why = socket:connect(host, tonumber(port))
	if why then error("the service cannot be reached", 0) end

	function client:line(text)
		if type(text) ~= "string" or text:find("[\r\n]") or #text > LONGEST then
			error("one line of text, please", 0)
		end
		if socket:send(text.."\n") then error("the service does not listen", 0) end
	end
end

function onDisconnection(client)
	if client.socket then client.socket:disconnect() end
end
