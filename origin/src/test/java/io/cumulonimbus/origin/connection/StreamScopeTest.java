package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.config.StreamScope;
import io.cumulonimbus.origin.stream.StreamSettings;
import io.cumulonimbus.rtmp.message.MessageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Names of streams that all applications share, or that are each application's own. */
@ParameterizedClass
@EnumSource(Way.class)
class StreamScopeTest {
    private static final String AUDIO = "2e01dd";

    @Parameter Way way;
    @TempDir Path www;
    private TestOrigin origin;

    private void start(StreamScope scope) throws IOException {
        Files.createDirectories(www.resolve("one"));
        Files.createDirectories(www.resolve("two"));
        StreamSettings streams = StreamSettings.DEFAULT.withScope(scope);
        origin = new TestOrigin(www, way, ConnectionSettings.DEFAULT.withStreams(streams));
    }

    /** A client of an application with one stream. */
    private final class Side {
        private final Peer peer;
        private final long id;
        private final MessageSink flow;

        Side(String application) {
            peer = origin.peer(application);
            peer.connect();
            id = peer.createStream();
            flow = peer.flow(id);
        }

        Side publish() {
            peer.send(flow, "publish", 0, AmfValue.of("s"), AmfValue.of("live"));
            origin.settle();
            return this;
        }

        Side play() {
            peer.send(flow, "play", 0, AmfValue.of("s"));
            origin.settle();
            return this;
        }

        void audio() {
            peer.media(flow, MessageType.AUDIO, 0, AUDIO);
        }

        List<String> heard() {
            return peer.media(id, MessageType.AUDIO);
        }

        String lastStatus() {
            List<String> all = peer.statuses(id);
            return all.get(all.size() - 1);
        }
    }

    @Test
    void applicationsShareNamesUnlessToldOtherwise() throws IOException {
        start(StreamScope.GLOBAL);
        Side viewer = new Side("two").play();
        Side publisher = new Side("one").publish();
        Side second = new Side("two").publish();
        publisher.audio();
        assertThat(viewer.heard()).containsExactly("0:" + AUDIO);
        assertThat(second.lastStatus()).startsWith("status NetStream.Publish.BadName");
    }

    @Test
    void namesAreEachApplicationsOwn() throws IOException {
        start(StreamScope.APP);
        Side stranger = new Side("two").play();
        Side viewer = new Side("one").play();
        Side publisher = new Side("one").publish();
        Side other = new Side("two").publish();
        Side second = new Side("one").publish();
        publisher.audio();
        assertThat(viewer.heard()).containsExactly("0:" + AUDIO);
        assertThat(stranger.heard()).isEmpty();
        assertThat(other.lastStatus())
                .isEqualTo("status NetStream.Publish.Start: s is now published");
        assertThat(second.lastStatus())
                .isEqualTo("status NetStream.Publish.BadName: s is already published");
    }
}
