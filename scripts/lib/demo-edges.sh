# The second half of scripts/demo --edges N: edges on addresses of the loopback, and what becomes of clients when one is killed. Sourced, not run.

# start_edge NUMBER: on 127.0.0.(NUMBER + 1), at the origin's port.
start_edge() {
    local address=127.0.0.$(($1 + 1))
    mkdir "$work/edge$1"
    "$root/scripts/edge" start --home "$work/edge$1" --set address="$address" --set port="$port" --set publicAddress="$address:$port" \
        --set rtmp.port=0 --set rtmps.port=0 --set http.port=0 --set https.port=0 --set serverAddress="127.0.0.1:$((port + 1))" > "$work/edge$1.txt" 2> "$work/edge$1-log.txt" &
    edge_pids+=($!)
    until_true 120 said '^READY' "$work/edge$1.txt" || die "edge $1 is not ready"
}
# The address that a client of ours is connected to, from what it says.
connected_to() { sed -n 's/.*"event":"connected".*"address":"[^"]*\/\([0-9.]*\):.*/\1/p' "$1" | head -n 1; }
# kill_edge_at ADDRESS, without a warning.
kill_edge_at() {
    local number=$((${1##*.} - 1))
    kill -9 "${edge_pids[$((number - 1))]}"
    wait "${edge_pids[$((number - 1))]}" 2> /dev/null || true
    unset "edge_pids[$((number - 1))]"
}
call_hello() { "$root/scripts/rtmfp" call "rtmfp://127.0.0.1:$port/hello" test OpenRTMFP/Cumulus World 2> "$work/call.txt"; }
ms() { date +%s%3N; }

for number in $(seq "$edges"); do start_edge "$number"; done
sleep 1.5 # every edge has told how busy it is
echo "4. Edges: $(cat "$work"/edge?.txt | tr '\n' ' ')"

tell_places() {
    until_true 120 said '"event":"connected"' "$work/publish.txt" || die "the publisher does not connect"
    player_at=$(connected_to "$work/play.txt")
    echo "5. Both know the origin's address alone; the player is at $player_at, the publisher at $(connected_to "$work/publish.txt")."
    [ "$player_at" != 127.0.0.1 ] || die "the player was not sent to an edge"
}
stream_film tell_places
judge_copy

break_player() {
    until_true 120 said '"event":"progress".*"messages":[1-9]' "$work/play.txt" || die "the player does not play"
    player_at=$(connected_to "$work/play.txt")
    kill_edge_at "$player_at"
    before=$(ms)
    kill -9 "$player" # it would say goodbye to nobody for a while
    wait "$player" 2> /dev/null || true
    "$root/scripts/rtmfp" play "rtmfp://127.0.0.1:$port/live/film" -o "$work/rest.flv" --json > "$work/again.txt" 2>&1 &
    player=$!
    until_true 120 said '"event":"progress".*"messages":[1-9]' "$work/again.txt" || die "the player does not play again"
    echo "6. The edge at $player_at was killed in the middle of the film; its player came back by the origin's address to $(connected_to "$work/again.txt"), and plays after $(($(ms) - before)) ms, a start of Java included."
    [ "$(connected_to "$work/again.txt")" != "$player_at" ] || die "a dead edge answered"
}
if [ "$edges" -gt 1 ]; then
    rm "$work/play.txt" "$work/publish.txt"
    sleep 1.5 # the edges have told that nobody is left
    # the publisher goes first, so that the two are at different edges
    "$root/scripts/sample-film" "$work/long.flv" 20
    "$root/scripts/rtmfp" publish "$work/long.flv" "rtmfp://127.0.0.1:$port/live/film" --json > "$work/publish.txt" 2>&1 &
    publisher=$!
    until_true 120 said '"event":"connected"' "$work/publish.txt" || die "the publisher does not connect"
    sleep 1.5
    "$root/scripts/rtmfp" play "rtmfp://127.0.0.1:$port/live/film" -o "$work/copy.flv" --json > "$work/play.txt" 2>&1 &
    player=$!
    break_player
    kill "$publisher" "$player"
    wait "$publisher" "$player" || true
    publisher=
    player=
fi
for number in $(seq "$edges"); do
    [ -z "${edge_pids[$((number - 1))]:-}" ] || kill_edge_at "127.0.0.$((number + 1))"
done
[ "$(call_hello)" = "Hello World OpenRTMFP/Cumulus" ] || die "the origin does not answer by itself"
echo "7. All edges were killed; the origin answers by itself."
stop_origin
echo "8. The origin stopped in order. All is well."
