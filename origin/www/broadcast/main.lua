-- Live broadcasts: whoever has a token for the name may publish, everybody may watch.
-- README.md beside this file tells how tokens are made. Settings, in origin.ini:
--   [broadcast]
--   key = a long random text       without it nobody may publish
--   private = true                 viewers need a token too

local settings = cumulus.configs.broadcast or {}

local function hex(bytes)
	return (bytes:gsub(".", function(c) return string.format("%02x", c:byte()) end))
end

-- Compares in a time that tells nothing of where the texts differ.
local function same(a, b)
	return cumulus:hmac("sha256", settings.key, a) == cumulus:hmac("sha256", settings.key, b)
end

-- The token stands behind the name of the stream, name?expires=...&token=..., or of the application.
local function check(what, client, name, parameters)
	if not settings.key or settings.key == "" then error("broadcast.key is not set", 0) end
	local expires, token = parameters.expires or client.expires, parameters.token or client.token
	if not tonumber(expires) or not token then error("a token is needed to "..what, 0) end
	local right = hex(cumulus:hmac("sha256", settings.key, what.." "..name.." "..expires))
	if not same(token, right) then error("the token is not right", 0) end
	if tonumber(expires) < cumulus.epochTime / 1000 then error("the token is not valid any more", 0) end
end

local function tellViewers(publication, change)
	local publisher = publication.client
	if publisher then
		publisher.writer:writeInvocation("onViewers", publication.name, publication.listeners.count + change)
	end
end

function onPublish(client, publication)
	check("publish", client, publication.name, publication.parameters)
	NOTE(client.address, " broadcasts ", publication.name)
end

function onUnpublish(client, publication)
	NOTE(publication.name, " is over")
end

function onSubscribe(client, listener)
	if settings.private == "true" then
		check("play", client, listener.publication.name, listener.parameters)
	end
	tellViewers(listener.publication, 0)
end

function onUnsubscribe(client, listener)
	tellViewers(listener.publication, -1) -- the list still has the one who leaves
end
