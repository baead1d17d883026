# Shared by the programs of the package: becomes Java with the runtime that lies beside. Sourced by sh, not run; base is set.

# run_program MAIN ARGUMENTS...: with the options in $more, if there are any.
# CUMULONIMBUS_JAVA_OPTIONS are handed to Java as they are.
run_program() {
    main=$1
    shift
    processors=$(nproc 2> /dev/null || echo 4)
    few=
    # Names of files are UTF-8 whatever the service or the shell says: in POSIX's locale Java opens none but ASCII's.
    case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in *[Uu][Tt][Ff]*) ;; *) export LC_ALL=C.UTF-8 ;; esac
    [ "$processors" -gt 2 ] || few=-Djava.util.concurrent.ForkJoinPool.common.parallelism=2
    # As in scripts/lib/java.sh of the sources: translating what has become busy waits for what is busy.
    [ ! -d /proc/self/task ] || few="$few -XX:-PrintWarnings -XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=10"
    # shellcheck disable=SC2086 # several options in one variable are meant
    exec "$base/runtime/bin/java" @"$base/lib/java.options" "-Djava.library.path=$base/lib/native" $few ${more:-} ${CUMULONIMBUS_JAVA_OPTIONS:-} \
        -cp "$base/lib/*" "$main" "$@"
}
