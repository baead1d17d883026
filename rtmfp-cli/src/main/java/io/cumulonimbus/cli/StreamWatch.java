package io.cumulonimbus.cli;

import io.cumulonimbus.netclient.Status;
import io.cumulonimbus.netclient.StreamListener;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers what the server said against a stream. Written on the client's loop, read by the
 * command.
 */
class StreamWatch implements StreamListener {
    private final AtomicReference<Status> error = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public void onStatus(Status status) {
        if (status.level().equals("error")) {
            error.compareAndSet(null, status);
        }
    }

    @Override
    public void onClosed() {
        closed.set(true);
    }

    /** Whether the stream is over. */
    final boolean isClosed() {
        return closed.get();
    }

    /** Fails when the server said no, or when the stream is over. */
    final void check(String whenClosed) throws CommandFailure {
        Status status = error.get();
        if (status != null) {
            throw new CommandFailure(ExitCode.REFUSED, status.toString());
        }
        if (closed.get()) {
            throw new CommandFailure(ExitCode.LOST, whenClosed);
        }
    }
}
