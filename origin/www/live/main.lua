-- Live streams need no script: whoever connects may publish and play.
--   rtmfp publish film.flv rtmfp://localhost/live/film
--   rtmfp play rtmfp://localhost/live/film -o copy.flv
function onConnection(client,...)
	INFO("live: ",client.address," has come")
end
