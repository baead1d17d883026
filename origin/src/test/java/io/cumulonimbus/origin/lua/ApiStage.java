package io.cumulonimbus.origin.lua;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.AppEvent;
import io.cumulonimbus.origin.app.AppListener;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.app.AppSubscription;
import io.cumulonimbus.origin.app.AppWriter;
import io.cumulonimbus.origin.app.Application;
import io.cumulonimbus.origin.app.ConnectAnswer;
import io.cumulonimbus.origin.app.Greeting;
import io.cumulonimbus.origin.app.MediaPacket;
import io.cumulonimbus.origin.app.Realm;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.app.StreamAnswer;
import io.cumulonimbus.origin.app.StreamQuality;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Has one application live through everything that can happen to it, without a network. */
final class ApiStage {
    private static final AmfValue NAME = AmfValue.of("Ann");
    private static final long SECOND_NS = 1_000_000_000;

    private ApiStage() {}

    /** What the script caused to be logged as an error. */
    static List<String> errors(Path www, String script) throws IOException {
        Path folder = Files.createDirectories(www.resolve("example"));
        Files.writeString(folder.resolve("main.lua"), script);
        Logger logger = (Logger) LoggerFactory.getLogger("lua");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        List<String> errors = new ArrayList<>();
        try {
            live(www, errors);
        } finally {
            logger.detachAppender(logged);
        }
        logged.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .map(ILoggingEvent::getFormattedMessage)
                .forEach(errors::add);
        return errors;
    }

    private static void live(Path www, List<String> errors) {
        ManualLoop loop = new ManualLoop();
        LocalCluster cluster = LocalCluster.shared();
        Directory here = cluster.join("here", loop);
        Directory there = cluster.join("there", loop);
        Realm realm =
                new LuaRealms(LuaSettings.defaults(), new Offers(here)).open(www, "example", loop);
        Application application = realm.application("example");
        application.start();
        loop.run();
        Somebody client = new Somebody();
        application.onHandshake(
                new Greeting(client.address(), "example", Map.of("far", "1"), 1), r -> {});
        realm.rendezvousUnknown(new byte[32], r -> {});
        application.onConnection(client, List.of(NAME), a -> note(errors, a));
        application.onCall(client, "example", List.of(), a -> {});
        Stream stream = new Stream("film");
        application.onPublish(client, stream, a -> note(errors, a));
        application.onSubscribe(client, stream, a -> note(errors, a));
        for (AppEvent kind : List.of(AppEvent.AUDIO, AppEvent.VIDEO, AppEvent.DATA)) {
            byte[] body = "\u0002\u0000\u0001x\u0005".getBytes(StandardCharsets.ISO_8859_1);
            application.onPacket(client, stream, new MediaPacket(kind, 40, Message.of(body)));
        }
        application.onJoinGroup(client, new byte[32]);
        application.onAddressChanged(client, new InetSocketAddress("192.0.2.8", 1));
        realm.tick();
        loop.advance(3 * SECOND_NS);
        application.onUnjoinGroup(client, new byte[32]);
        application.onUnsubscribe(client, stream);
        application.onUnpublish(client, stream);
        application.onDisconnection(client, Optional.of("lost"));
        there.close();
        loop.run();
        realm.close();
    }

    /** Refusals carry the texts of errors. */
    private static void note(List<String> errors, Object answer) {
        switch (answer) {
            case ConnectAnswer.Rejected rejected -> errors.add(rejected.description());
            case StreamAnswer.Refused refused -> errors.add(refused.description());
            default -> {}
        }
    }

    /** A server that lets scripts publish. */
    private record Offers(Directory cluster) implements Services {
        @Override
        public Optional<Directory> directory() {
            return Optional.of(cluster);
        }

        @Override
        public Optional<AppPublication> publish(String application, String name, Loop loop) {
            return Optional.of(new Stream(name));
        }

        @Override
        public Optional<AppSubscription> subscribe(
                String application, String name, Loop loop, AppSubscription.Watcher watcher) {
            return Optional.of(new Nothing());
        }
    }

    /** A stream in which nothing happens. */
    private static final class Nothing implements AppSubscription {
        @Override
        public void receiveAudio(boolean wanted) {}

        @Override
        public void receiveVideo(boolean wanted) {}

        @Override
        public void close() {}
    }

    /** A client that takes everything. */
    private static final class Somebody implements AppClient, AppWriter {
        @Override
        public ClientIdentity identity() {
            return new ClientIdentity(
                    Protocol.RTMFP, new byte[32], "example", new byte[0], new byte[0]);
        }

        @Override
        public String path() {
            return "example";
        }

        @Override
        public InetSocketAddress address() {
            return new InetSocketAddress("192.0.2.7", 1234);
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of("token", "1");
        }

        @Override
        public String swfUrl() {
            return "";
        }

        @Override
        public String pageUrl() {
            return "";
        }

        @Override
        public String flashVersion() {
            return "";
        }

        @Override
        public long roundTripNs() {
            return SECOND_NS;
        }

        @Override
        public AppWriter writer() {
            return this;
        }

        @Override
        public void invoke(String name, List<AmfValue> values) {}

        @Override
        public void status(String code, String description, Map<String, AmfValue> extra) {}

        @Override
        public void close() {}

        @Override
        public void reliable(boolean reliable) {}

        @Override
        public void flush() {}
    }

    /** A stream on both of its sides. */
    private record Stream(String name) implements AppPublication, AppListener {
        @Override
        public long streamId() {
            return 1;
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of();
        }

        @Override
        public void audio(int time, byte[] body, long lost) {}

        @Override
        public void video(int time, byte[] body, long lost) {}

        @Override
        public void data(String handler, byte[] amf) {}

        @Override
        public void close(String code, String description) {}

        @Override
        public StreamQuality audioQuality() {
            return StreamQuality.UNKNOWN;
        }

        @Override
        public StreamQuality videoQuality() {
            return StreamQuality.UNKNOWN;
        }

        @Override
        public boolean receivesAudio() {
            return true;
        }

        @Override
        public boolean receivesVideo() {
            return true;
        }

        @Override
        public void receiveAudio(boolean wanted) {}

        @Override
        public void receiveVideo(boolean wanted) {}

        @Override
        public void sampleAccess(boolean audio, boolean video) {}
    }
}
