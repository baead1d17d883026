package io.cumulonimbus.origin.lua;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.loop.Cancellable;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.AppWriter;
import io.cumulonimbus.origin.app.ApplicationProxy;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.app.ConnectAnswer;
import io.cumulonimbus.origin.app.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A folder of applications at work on real loops, and clients that ask them. */
final class Www implements AutoCloseable {
    private static final long WAIT_S = 60;

    private final Path folder;
    private final Loops realmLoops = Loops.startDaemons("test-lua", 2);
    private final Loops clientLoops = Loops.startDaemons("test-client", 1);
    private final Applications applications;
    private long nextModified = System.currentTimeMillis() - 3_600_000;
    private int nextClient = 1;

    Www(Path folder) {
        this(folder, LuaSettings.defaults());
    }

    Www(Path folder, LuaSettings settings) {
        this(folder, settings, Services.NONE);
    }

    Www(Path folder, LuaSettings settings, Services services) {
        this.folder = folder;
        this.applications =
                new Applications(
                        folder,
                        List.of(realmLoops.loop(0), realmLoops.loop(1)),
                        new LuaRealms(settings, services));
    }

    /** Realms whose clock is the test's, so that no budget depends on how busy the machine is. */
    Www(Path folder, LuaSettings settings, LongSupplier clockNs) {
        this.folder = folder;
        this.applications =
                new Applications(
                        folder,
                        List.of(
                                new ClockedLoop(realmLoops.loop(0), clockNs),
                                new ClockedLoop(realmLoops.loop(1), clockNs)),
                        new LuaRealms(settings));
    }

    private record ClockedLoop(Loop loop, LongSupplier clockNs) implements Loop {
        @Override
        public boolean inLoop() {
            return loop.inLoop();
        }

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public Cancellable schedule(Runnable task, long delayNs) {
            return loop.schedule(task, delayNs);
        }

        @Override
        public long nowNs() {
            return clockNs.getAsLong();
        }
    }

    /** Writes a script; each time with a later date, however quickly one follows the other. */
    Www script(String file, String text) {
        return script(file, text.getBytes(StandardCharsets.UTF_8));
    }

    Www script(String file, byte[] text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            // In one step, so that nobody sees half of it.
            Path draft = Files.write(path.resolveSibling(".draft"), text);
            nextModified += 1000;
            Files.setLastModifiedTime(draft, FileTime.fromMillis(nextModified));
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    Www folder(String name) {
        try {
            Files.createDirectories(folder.resolve(name));
            return this;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    void delete(String file) {
        try {
            Files.delete(folder.resolve(file));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    Optional<ApplicationProxy> find(String path) {
        return applications.find(path);
    }

    /** A client that has not asked anything yet. */
    TestClient client(String path) {
        return new TestClient(path, nextClient++);
    }

    /** A client that was accepted. */
    TestClient connected(String path, AmfValue... arguments) {
        TestClient client = client(path);
        ConnectAnswer answer = client.connect(arguments);
        if (answer instanceof ConnectAnswer.Rejected rejected) {
            throw new AssertionError("rejected: " + rejected.description());
        }
        return client;
    }

    @Override
    public void close() {
        applications.close();
        realmLoops.close();
        clientLoops.close();
    }

    /** One client, with what was written to it. */
    final class TestClient implements AppClient, AppWriter {
        final List<String> written = new CopyOnWriteArrayList<>();
        final List<List<AmfValue>> arguments = new CopyOnWriteArrayList<>();
        final List<Map<String, AmfValue>> extras = new CopyOnWriteArrayList<>();
        Map<String, String> parameters = Map.of();
        private final String path;
        private final byte[] id = new byte[32];
        private final ApplicationProxy application;

        TestClient(String path, int number) {
            this.path = path;
            id[31] = (byte) number;
            id[30] = (byte) (number >> 8);
            this.application = find(path).orElseThrow();
        }

        private Loop loop() {
            return clientLoops.loop(0);
        }

        private <A> A ask(Consumer<Consumer<A>> question) {
            CompletableFuture<A> answer = new CompletableFuture<>();
            question.accept(answer::complete);
            try {
                return answer.get(WAIT_S, TimeUnit.SECONDS);
            } catch (Exception none) {
                throw new AssertionError("no answer", none);
            }
        }

        ConnectAnswer connect(AmfValue... values) {
            return ask(a -> application.connect(this, List.of(values), loop(), a));
        }

        CallAnswer call(String method, AmfValue... values) {
            return ask(a -> application.call(this, method, List.of(values), loop(), a));
        }

        CompletableFuture<CallAnswer> callLater(String method, AmfValue... values) {
            CompletableFuture<CallAnswer> answer = new CompletableFuture<>();
            application.call(this, method, List.of(values), loop(), answer::complete);
            return answer;
        }

        /** The value of a call that succeeds. */
        AmfValue result(String method, AmfValue... values) {
            CallAnswer answer = call(method, values);
            if (answer instanceof CallAnswer.Result result) {
                return result.value();
            }
            throw new AssertionError(method + ": " + answer);
        }

        /** The text of a call that answers one. */
        String text(String method, AmfValue... values) {
            return result(method, values).asText().orElseThrow();
        }

        /** The description of a call that fails. */
        String failure(String method, AmfValue... values) {
            CallAnswer answer = call(method, values);
            if (answer instanceof CallAnswer.Failed failed) {
                return failed.description();
            }
            throw new AssertionError(method + ": " + answer);
        }

        void addressChanged(String host, int port) {
            application.events(this, loop()).addressChanged(new InetSocketAddress(host, port));
        }

        void disconnect(String error) {
            application.disconnected(this, Optional.ofNullable(error));
        }

        @Override
        public ClientIdentity identity() {
            return new ClientIdentity(Protocol.RTMFP, id, path, new byte[0], new byte[0]);
        }

        @Override
        public String path() {
            return application.path();
        }

        @Override
        public InetSocketAddress address() {
            return new InetSocketAddress("192.0.2.7", 1234);
        }

        @Override
        public Map<String, String> parameters() {
            return parameters;
        }

        @Override
        public String swfUrl() {
            return "http://example.org/player.swf";
        }

        @Override
        public String pageUrl() {
            return "http://example.org/p\u00e4ge";
        }

        @Override
        public String flashVersion() {
            return "WIN 11,0";
        }

        @Override
        public long roundTripNs() {
            return 42_000_000;
        }

        @Override
        public AppWriter writer() {
            return this;
        }

        @Override
        public void invoke(String name, List<AmfValue> values) {
            arguments.add(new ArrayList<>(values));
            written.add(name);
        }

        @Override
        public void status(String code, String description, Map<String, AmfValue> extra) {
            extras.add(extra);
            written.add(code + " " + description);
        }

        @Override
        public void close() {
            written.add("close");
        }

        @Override
        public void reliable(boolean reliable) {
            written.add("reliable " + reliable);
        }

        @Override
        public void flush() {
            written.add("flush");
        }
    }
}
