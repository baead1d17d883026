package io.cumulonimbus.cli;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.Status;
import io.cumulonimbus.netclient.StreamListener;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A client that comes back when its connection ends, and makes another one when it is asked to
 * (Enhanced RTMP), which it has before it lets go of the one that it has.
 */
final class Regular implements StreamListener {
    private static final ConnectOptions PATIENT =
            ConnectOptions.DEFAULT
                    .withTimeout(Duration.ofSeconds(60))
                    .withProperties(new AmfObject().put("capsEx", Invitation.CAPABILITY));

    private static final long LONG_NS = 1_000_000_000L;

    private final NetClient clients;
    private final URI server;
    private final Function<Regular, CompletableFuture<Void>> work;
    private final AtomicReference<NetConnectionClient> now = new AtomicReference<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean over;

    /** How often it was connected. */
    final AtomicInteger connections = new AtomicInteger();

    /** How often it was asked to make another connection. */
    final AtomicInteger invitations = new AtomicInteger();

    /** How those connections ended that it did not end itself. */
    final List<CloseReason> endings = new CopyOnWriteArrayList<>();

    /** Audio and video that it got. */
    final AtomicInteger media = new AtomicInteger();

    /** The longest silence between two of those, in ns. */
    final AtomicLong silenceNs = new AtomicLong();

    /** What happened to it, and when: ms since it was made. */
    final List<String> diary = new CopyOnWriteArrayList<>();

    private final long madeNs = System.nanoTime();
    private final AtomicLong heardNs = new AtomicLong();

    /**
     * @param work what it does with each connection; tried again when it fails
     */
    Regular(NetClient clients, URI server, Function<Regular, CompletableFuture<Void>> work) {
        this.clients = clients;
        this.server = server;
        this.work = work;
    }

    /** One that plays a stream. */
    static Regular viewer(NetClient clients, URI server, String stream) {
        return new Regular(
                clients,
                server,
                self -> self.connection().play(stream, -2, self).thenAccept(playing -> {}));
    }

    private void note(String what) {
        diary.add((System.nanoTime() - madeNs) / 1_000_000 + " " + what);
    }

    /** The connection that it has. */
    NetConnectionClient connection() {
        return now.get();
    }

    /** Connects, and begins. */
    CompletableFuture<Void> begin() {
        NetConnectionClient before = now.get();
        ConnectOptions options = before == null ? PATIENT : PATIENT.inPlaceOf(before);
        Visit visit = new Visit();
        return clients.connect(server, options, visit)
                .thenCompose(
                        connection -> {
                            note("connected");
                            now.set(connection);
                            visit.isThere = true;
                            connections.incrementAndGet();
                            return work(connection);
                        })
                .whenComplete((done, failed) -> leave(before));
    }

    private static void leave(NetConnectionClient before) {
        if (before != null) {
            before.close();
        }
    }

    private CompletableFuture<Void> work(NetConnectionClient connection) {
        return work.apply(this)
                .whenComplete((done, failed) -> note(failed == null ? "at work" : "" + failed))
                .exceptionallyCompose(
                        failed ->
                                over || connection.closed().isDone()
                                        ? CompletableFuture.failedFuture(failed)
                                        : CompletableFuture.supplyAsync(() -> this, later())
                                                .thenCompose(self -> work(connection)));
    }

    private static Executor later() {
        return CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);
    }

    private void comeBack() {
        if (!over && busy.compareAndSet(false, true)) {
            begin().whenCompleteAsync(
                            (done, failed) -> {
                                busy.set(false);
                                if (failed != null || now.get().closed().isDone()) {
                                    comeBack();
                                }
                            },
                            later());
        }
    }

    /** It comes back no more. */
    void retire() {
        over = true;
    }

    @Override
    public void onMessage(MediaKind kind, long timestamp, Message payload) {
        long nowNs = System.nanoTime();
        long before = heardNs.getAndSet(nowNs);
        if (before != 0) {
            silenceNs.accumulateAndGet(nowNs - before, Math::max);
            if (nowNs - before > LONG_NS) {
                note("heard nothing for " + (nowNs - before) / 1_000_000 + " ms");
            }
        }
        media.incrementAndGet();
    }

    /** One connection. */
    private final class Visit implements ConnectionListener {
        private volatile boolean isThere;

        @Override
        public void onStatus(Status status) {
            if (status.code().equals("NetConnection.Connect.ReconnectRequest")) {
                note("invited");
                invitations.incrementAndGet();
                comeBack();
            }
        }

        @Override
        public void onClosed(CloseReason reason) {
            if (isThere && !over && reason != CloseReason.NEAR_CLOSED) {
                note("ended: " + reason);
                endings.add(reason);
                comeBack();
            }
        }
    }
}
