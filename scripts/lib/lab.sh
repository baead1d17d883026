# Shared by the scripts that run whole servers: starts and stops them on free ports, reads what they use. Sourced behind java.sh.
# Sets: work (a folder that goes away at the end), pid and port (of the server started last).

work=$(mktemp -d)
running=()

# Ends what was started.
end_running() {
    local one
    for one in "${running[@]}"; do kill "$one" 2> /dev/null || true; done
    for one in "${running[@]}"; do wait "$one" 2> /dev/null || true; done
}

# The same, and keeps the folder when something went wrong and KEEP is set. A script that has more to end has a function
# before_end.
end_lab() {
    local status=$?
    if declare -F before_end > /dev/null; then before_end || true; fi
    end_running
    if [ "$status" -ne 0 ] && [ -n "${KEEP:-}" ]; then
        say "kept: $work"
    else
        rm -rf "$work"
    fi
}
trap end_lab EXIT

# attempt COMMAND...: in a shell of its own, at whose end everything is ended that it started; sets failure to how it ended, 0 if well. It is not for
# conditions: bash goes on behind errors in them.
attempt() {
    (
        running=()
        trap end_running EXIT
        "$@"
    ) &
    local shell=$!
    running+=("$shell")
    failure=0
    wait "$shell" || failure=$?
}

# until_true SECONDS COMMAND...
until_true() {
    local tries=$(($1 * 10))
    shift
    until "$@"; do
        [ "$((tries -= 1))" -gt 0 ] || return 1
        sleep 0.1
    done
}
said() { grep -q "$1" "$2" 2> /dev/null; }
gone() { ! kill -0 "$1" 2> /dev/null; }
ready_or_gone() { said '^READY' "$1" || gone "$2"; }

# The value of a member of the last JSON line that has it: field NAME FILE
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^,\"}]*\).*/\1/p" "$2" | tail -n 1; }
# The same over several files, added: sum NAME FILE...
sum() {
    local name=$1 file
    shift
    for file in "$@"; do field "$name" "$file"; done | awk '{ sum += $1 } END { printf "%d", sum }'
}
calculate() { awk -v a="${2:-0}" -v b="${3:-0}" -v c="${4:-0}" -v d="${5:-0}" "BEGIN { printf \"%.2f\", $1 }"; }

# any_port: sets port to one that is probably free, below those that the system gives to connections.
any_port() { port=$((10000 + (RANDOM * 7 + $$) % 22000)); }

# no_other_doors PROGRAM: options that turn off every listener but that for RTMFP, one per line.
no_other_doors() {
    "$root/scripts/$1" start --help | grep -oE '\b(rtmps?|https?)\.port\b' | sort -u | sed 's/.*/--set\n&=0/'
}

# start_server PROGRAM NAME ARGUMENTS...: starts scripts/PROGRAM on a free port of loopback, with a home of that name.
start_server() {
    local program=$1 name=$2 try closed
    shift 2
    mapfile -t closed < <(no_other_doors "$program")
    mkdir -p "$work/$name/www/live"
    for try in 1 2 3 4 5 6 7 8 9 10; do
        any_port
        "$root/scripts/$program" start --home "$work/$name" --set "port=$port" --set address=127.0.0.1 "${closed[@]}" "$@" \
            > "$work/$name.out" 2> "$work/$name.err" &
        pid=$!
        running+=("$pid")
        until_true 120 ready_or_gone "$work/$name.out" "$pid" || die "$name is neither ready nor gone"
        if said '^READY' "$work/$name.out"; then return; fi
        said 'in use' "$work/$name.err" || { tail -n 20 "$work/$name.err" >&2; die "$name did not start"; }
    done
    die "no free port found"
}

# stop_server PID: in order.
stop_server() {
    kill "$1"
    wait "$1" || die "a server ended with $?"
}

# in_background FILE PROGRAM ARGUMENTS...: its output goes to the file; sets last. A program, not a function: that would be a shell of which
# the program is a child, and signals would reach the shell alone.
in_background() {
    [ "$(type -t "$2")" = file ] || die "not a program: $2"
    local file=$1
    shift
    "$@" > "$file" 2>&1 &
    last=$!
    running+=("$last")
}

load=("$root/scripts/rtmfp" load --json)

resident_kb() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/status"; }
cpu_ms() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print ($12 + $13) * 10 }'; }

ms() { date +%s%3N; }
# longest FILE SINCE: the longest silence (ms) of a file of them that ended since then.
longest() { awk -v since="$2" '$1 != "END" && $1 > 0 && $2 > since && $2 - $1 > most { most = $2 - $1 } END { print most + 0 }' "$1"; }
# Reads a stream and writes the time of what came first, and the beginning and end of each silence of more than a quarter of a second (epoch, ms).
silences() {
    perl -MTime::HiRes=time -e '$| = 1; my $last = 0; while (sysread(STDIN, my $some, 65536)) { my $now = time;
        printf "%.0f %.0f\n", $last * 1000, $now * 1000 if $now - $last > 0.25; $last = $now; } printf "END %.0f\n", $last * 1000'
}

# What lives on the heap after a full collection, one class per line, the total last: histogram PID FILE
histogram() { "$java_home/bin/jcmd" "$1" GC.class_histogram > "$2"; }
live_bytes() { awk '$1 == "Total" { print $3 }' "$1"; }
# instances FILE CLASS
instances() { awk -v class="$2" '$4 == class { count = $2 } END { print count + 0 }' "$1"; }

machine() { printf '%s × %s, %s MB, Linux %s' "$(nproc)" \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1 | tr -s ' ')" \
    "$(awk '/^MemTotal/ { printf "%d", $2 / 1024 }' /proc/meminfo)" "$(uname -r)"; }
jdk() { sed -n 's/^IMPLEMENTOR="\(.*\)"/\1/p;s/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$java_home/release" | paste -s -d ' '; }
commit() { git -C "$root" describe --always --dirty 2> /dev/null || echo unknown; }
