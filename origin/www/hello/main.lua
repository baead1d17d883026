-- The smallest application: one method that clients can call.
--   rtmfp call rtmfp://localhost/hello test OpenRTMFP/Cumulus World
function onConnection(client,response,...)
	function client:test(...)
		name,firstname = unpack(arg)
		return "Hello "..firstname.." "..name
	end
end
