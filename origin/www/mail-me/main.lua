-- A form by which visitors write a mail to us, whose address they never see.
-- README.md beside this file tells what clients call. Settings, in origin.ini, beside those of the mail relay:
--   [mailme]
--   to = us@example.org
--   from = website@example.org     to, if missing

local settings = cumulus.configs.mailme or {}
PAUSE = 60000 -- ms between two mails from one address
lastSent = lastSent or {} -- by IP address

local function line(text, what, longest)
	if type(text) ~= "string" or text:find("%c") or not text:find("%S") or #text > longest then
		error(what.." is missing or not right", 0)
	end
	return text
end

function onConnection(client)
	if not settings.to then error("mailme.to is not set", 0) end

	function client:send(name, address, text)
		line(name, "the name", 100)
		line(address, "the address", 200)
		if not address:find("^[^@%s]+@[^@%s]+$") then error("the address is not right", 0) end
		if type(text) ~= "string" or not text:find("%S") or #text > 10000 then
			error("the text is missing or too long", 0)
		end
		local ip = self.address:match("^(.*):")
		if lastSent[ip] and cumulus.epochTime - lastSent[ip] < PAUSE then
			error("one mail a minute, please", 0)
		end
		lastSent[ip] = cumulus.epochTime

		local writer = self.writer -- writing to a client that has gone meanwhile does nothing
		local content = name.." <"..address.."> writes:\n\n"..text
		local mail = cumulus:sendMail(settings.from or settings.to, "A message of "..name, content, settings.to)
		function mail:onSent(why)
			if why then WARN("a mail was not sent: ", why) end
			writer:writeInvocation("onSent", why == nil)
		end
	end
end

function onManage()
	for ip, time in pairs(lastSent) do
		if cumulus.epochTime - time > PAUSE then lastSent[ip] = nil end
	end
end
