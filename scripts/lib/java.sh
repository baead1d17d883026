# Shared by the scripts: finds what is needed, builds what is missing, runs Java programs. Sourced, not run.
# Sets: root, java_home (after find_jdk).

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
least_java=21
# Names of files are UTF-8 whatever the shell says: in POSIX's locale Java opens none but ASCII's.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in *[Uu][Tt][Ff]*) ;; *) export LC_ALL=C.UTF-8 ;; esac

say() { printf '%s\n' "$*" >&2; }
die() { say "$(basename "$0"): $*"; exit 1; }

# The feature version of the Java under $1, from its release file; 0 when there is none.
java_version() {
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release" 2>/dev/null | head -n 1)
    version=${version#1.}
    version=${version%%[!0-9]*}
    printf '%s' "${version:-0}"
}

# JAVA_HOME when it is new enough, otherwise the newest under /usr/lib/jvm, otherwise that of java on the PATH.
# $1: the program that it must have, java or javac.
find_jdk() {
    local wanted=$1 candidate version best=0
    java_home=
    if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/$wanted" ] \
        && [ "$(java_version "$JAVA_HOME")" -ge "$least_java" ]; then
        java_home=$JAVA_HOME
        return
    fi
    for candidate in /usr/lib/jvm/*; do
        [ -x "$candidate/bin/$wanted" ] || continue
        version=$(java_version "$candidate")
        if [ "$version" -ge "$least_java" ] && [ "$version" -gt "$best" ]; then
            best=$version
            java_home=$candidate
        fi
    done
    [ -z "$java_home" ] || return 0
    if candidate=$(command -v "$wanted"); then
        candidate=$(cd "$(dirname "$(readlink -f "$candidate")")/.." && pwd)
        [ "$(java_version "$candidate")" -lt "$least_java" ] || java_home=$candidate
    fi
    [ -n "$java_home" ] || return 1
}

need_java() {
    find_jdk java || die "needs Java $least_java or newer: set JAVA_HOME, or install one under /usr/lib/jvm"
}

need_build_tools() {
    local missing=()
    command -v mvn > /dev/null || missing+=("Maven 3.8 or newer (mvn)")
    find_jdk javac || missing+=("a JDK $least_java or newer (in JAVA_HOME or under /usr/lib/jvm)")
    if [ ${#missing[@]} -gt 0 ]; then
        say "$(basename "$0"): to build, this is missing:"
        printf '  - %s\n' "${missing[@]}" >&2
        exit 1
    fi
}

stamp=$root/target/.programs

# Whether the programs are packaged and nothing they are made of is newer.
programs_are_fresh() {
    [ -f "$stamp" ] || return 1
    local module newer
    for module in origin edge rtmfp-cli; do
        [ -n "$(main_jar "$module")" ] && [ -d "$root/$module/target/lib" ] || return 1
    done
    newer=$(find "$root"/pom.xml "$root"/common/pom.xml "$root"/*/pom.xml "$root"/common/*/pom.xml \
        "$root"/*/src/main "$root"/common/*/src/main -newer "$stamp" -print -quit 2>/dev/null)
    [ -z "$newer" ]
}

# All programs are built together: building one would replace jars under another that runs.
build_programs() {
    programs_are_fresh && return
    need_build_tools
    mkdir -p "$root/target"
    exec 8> "$root/target/.build-lock"
    if command -v flock > /dev/null; then flock 8; fi
    if ! programs_are_fresh; then
        say "building (the first time takes a few minutes) ..."
        local began=$root/target/.build-began module log=$root/target/build.log
        touch "$began"
        for module in origin edge rtmfp-cli; do
            rm -rf "$root/$module/target/lib" "$root/$module/target"/cumulonimbus-*.jar
        done
        if ! (cd "$root" && JAVA_HOME=$(maven_java_home) mvn -q -B -ntp package -DskipTests \
            -Dspotless.check.skip -Dcheckstyle.skip -pl origin,edge,rtmfp-cli -am) > "$log" 2>&1 < /dev/null 8>&-; then
            tail -n 40 "$log" >&2
            die "the build failed; all of its output is in target/build.log"
        fi
        mv "$began" "$stamp"
    fi
    exec 8>&-
}

# Maven runs on the Java that it would take by itself, if that is a JDK 17 or newer, otherwise on ours: the compiler and the tests
# get a new enough one by themselves.
maven_java_home() {
    local own=${JAVA_HOME:-} javac
    if [ -z "$own" ] && javac=$(command -v javac); then
        own=$(cd "$(dirname "$(readlink -f "$javac")")/.." && pwd)
    fi
    if [ -n "$own" ] && [ "$(java_version "$own")" -ge 17 ]; then
        printf '%s' "$own"
    else
        printf '%s' "$java_home"
    fi
}

main_jar() {
    local jar
    for jar in "$root/$1/target"/cumulonimbus-*.jar; do
        case $jar in *-tests.jar | *-sources.jar | *-javadoc.jar) continue ;; esac
        [ -f "$jar" ] && printf '%s' "$jar" && return
    done
    return 0
}

# Options that the Java found wants: native transports, a pool that does not starve on two processors, and loops that do not wait for the compiler.
java_options() {
    local version processors
    version=$(java_version "$java_home")
    processors=$(nproc 2>/dev/null || echo 4)
    [ "$version" -lt 22 ] || printf '%s\n' --enable-native-access=ALL-UNNAMED
    [ "$version" -lt 23 ] || printf '%s\n' --sun-misc-unsafe-memory-access=allow
    # Looking for leaked buffers is the tests' work; here it costs a twentieth of the processor time.
    printf '%s\n' -Dio.netty.leakDetection.level=disabled
    [ "$processors" -gt 2 ] || printf '%s\n' -Djava.util.concurrent.ForkJoinPool.common.parallelism=2
    # Translating what has become busy waits for what is busy (ADR 68). Java warns whoever is not root that it may not raise priorities: none is.
    [ ! -d /proc/self/task ] || printf '%s\n' -XX:-PrintWarnings -XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=10
}

# What a member of a cluster wants of the Java found: else it says at each start that it could be faster.
cluster_options() {
    printf '%s\n' --add-modules=java.se --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED \
        --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
        --add-opens=java.management/sun.management=ALL-UNNAMED \
        --add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED
}

# run_program MODULE MAIN ARGUMENTS...: becomes that program, so that signals reach it.
run_program() {
    local module=$1 main=$2 options
    shift 2
    build_programs
    need_java
    mapfile -t options < <(java_options; [ "$module" != origin ] || cluster_options)
    # shellcheck disable=SC2086 # several options in one variable are meant
    exec "$java_home/bin/java" "${options[@]}" ${CUMULONIMBUS_JAVA_OPTIONS:-} \
        -cp "$(main_jar "$module"):$root/$module/target/lib/*" "$main" "$@"
}

# ffmpeg_tool ffmpeg|ffprobe ARGUMENTS...: the one that the build brings along. The loader's remark about its libraries is left out.
ffmpeg_tool() {
    need_java
    "$java_home/bin/java" -cp "$root/rtmfp-cli/target/ffmpeg/*" io.cumulonimbus.testkit.ffmpeg.FfmpegTool "$@" \
        2> >(grep -v 'no version information available' >&2)
}

# Builds common/fuzz when anything that it is made of is newer.
build_trials() {
    local module=common/fuzz jar
    need_build_tools
    jar=$(main_jar "$module")
    if [ -z "$jar" ] || [ ! -d "$root/$module/target/lib" ] \
        || [ -n "$(find "$root"/common/*/src/main "$root"/common/rtmfp/src/test "$root"/common/fuzz/pom.xml -newer "$jar" -print -quit)" ]; then
        say "building ..."
        rm -f "$root/$module/target"/cumulonimbus-*.jar
        (cd "$root" && JAVA_HOME=$(maven_java_home) mvn -q -B -ntp package -DskipTests -Dspotless.check.skip -Dcheckstyle.skip \
            -pl "$module" -am) >&2 < /dev/null
    fi
}

# run_trials MAIN ARGUMENTS...: becomes a program of common/fuzz.
run_trials() {
    local main=$1 module=common/fuzz options
    shift
    build_trials
    mapfile -t options < <(java_options)
    exec "$java_home/bin/java" "${options[@]}" -Xmx1g -cp "$(main_jar "$module"):$root/$module/target/lib/*" "$main" "$@"
}
