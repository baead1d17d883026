# A Docker engine of our own, in a network namespace of its own: its bridges and filters touch nobody, its ports are always free, and
# nothing of it is left. Sourced behind java.sh and lab.sh. Sets: inside (how a command is run in that network), DOCKER_HOST, DOCKER.

# The engine's own client fits the engine; there may be others on the PATH.
DOCKER=$([ -x /usr/bin/docker ] && echo /usr/bin/docker || command -v docker || true)
export DOCKER
engine_pid=
network=cumulonimbus$$
inside=(nsenter "--net=/run/netns/$network")

# Why there can be no engine here, if so.
engine_obstacle() {
    local program
    [ "$(id -u)" = 0 ] || { echo "only root can start one"; return; }
    [ -n "$DOCKER" ] || { echo "docker is not installed"; return; }
    for program in dockerd docker-compose haproxy ip iptables nsenter setsid; do
        command -v "$program" > /dev/null || { echo "$program is not installed"; return; }
    done
}

# Starts it; fails when it does not come up. Its output goes to a file: whoever waits for the end of ours does not wait for its.
start_engine() {
    ip netns add "$network" && "${inside[@]}" ip link set lo up || return 1
    # A short path: names of sockets are short.
    engine=$(mktemp -d /tmp/engine.XXXXXX)
    export DOCKER_HOST=unix://$engine/socket
    setsid "${inside[@]}" dockerd --host "$DOCKER_HOST" --data-root "$engine/data" --exec-root "$engine/run" --pidfile "$engine/pid" \
        > "$engine/log.txt" 2>&1 < /dev/null &
    engine_pid=$!
    until_true 120 engine_answers
}
engine_answers() { "$DOCKER" info > /dev/null 2>&1; }

# Ends what runs in it, the engine, and its network.
stop_engine() {
    local one
    if [ -n "$engine_pid" ]; then
        for one in $("$DOCKER" ps -aq 2> /dev/null); do "$DOCKER" rm -f -v "$one" > /dev/null 2>&1 || true; done
        kill "$engine_pid" 2> /dev/null || true
        wait "$engine_pid" 2> /dev/null || true
        engine_pid=
        # Layers that are still mounted would keep the folder.
        for one in $(awk -v under="$engine/" 'index($2, under) == 1 { print $2 }' /proc/mounts | sort -r); do umount -l "$one" 2> /dev/null || true; done
        rm -rf "$engine"
    fi
    ip netns del "$network" 2> /dev/null || true
}
