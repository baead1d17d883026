package io.cumulonimbus.cli;

import io.cumulonimbus.flv.FlvHeader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.FlvWriter;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a played stream goes: an FLV file, a pipe, or nowhere. */
final class FlvTarget implements AutoCloseable {
    /** Means standard output. */
    static final String PIPE = "-";

    private static final int BUFFER = 64 * 1024;

    private final String name;
    private final OutputStream out;

    private FlvTarget(String name, OutputStream out) {
        this.name = name;
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    /** An empty name is nowhere. */
    static FlvTarget open(String file) throws CommandFailure {
        try {
            if (file.isEmpty()) {
                return new FlvTarget(file, OutputStream.nullOutputStream());
            }
            FlvTarget target =
                    new FlvTarget(
                            file,
                            file.equals(PIPE)
                                    ? new FileOutputStream(FileDescriptor.out)
                                    : Files.newOutputStream(Path.of(file)));
            target.out.write(FlvWriter.header(new FlvHeader(true, true)));
            return target;
        } catch (IOException | RuntimeException e) {
            throw new CommandFailure(ExitCode.FILE, file + ": cannot be written: " + e);
        }
    }

    /** Writes a tag; answers false when nobody reads the pipe any more. */
    boolean write(FlvTag tag) throws CommandFailure {
        return tried(() -> out.write(FlvWriter.tag(tag)));
    }

    /** Hands over what was written; answers false when nobody reads the pipe any more. */
    boolean flush() throws CommandFailure {
        return tried(out::flush);
    }

    @Override
    public void close() throws CommandFailure {
        tried(out::close);
    }

    private boolean tried(Attempt attempt) throws CommandFailure {
        try {
            attempt.run();
            return true;
        } catch (IOException e) {
            if (name.equals(PIPE)) {
                return false;
            }
            throw new CommandFailure(
                    ExitCode.FILE, name + ": cannot be written: " + e.getMessage());
        }
    }

    /** Something that may fail. */
    @FunctionalInterface
    private interface Attempt {
        void run() throws IOException;
    }
}
