package io.cumulonimbus.cli;

/** What a command tells the shell that called it. */
enum ExitCode {
    /** All done. */
    DONE(0, "done"),
    /** The server said no: to the connection, the stream or the call. */
    REFUSED(1, "refused by the server"),
    /** The command line cannot be understood. */
    USAGE(2, "wrong option, argument or URL"),
    /** No connection came about: nobody answered. */
    UNREACHABLE(3, "no connection"),
    /** Connection or stream ended too early, or an answer did not come. */
    LOST(4, "connection, stream or answer lost"),
    /** A file cannot be read or written, or is not what it should be. */
    FILE(5, "file cannot be read or written");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }
}
