package io.cumulonimbus.origin.placement;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.ApplicationProxy;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Nodes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Has an application that is served everywhere loaded at every origin that has its folder, as soon
 * as one of them has loaded it: so its scripts are there to be called by those at the others. Those
 * with one home are loaded there alone. Any thread.
 */
public final class SharedStarts {
    private static final String KIND = "start";

    /** What is said to be told all that was loaded; paths begin with a slash. */
    private static final byte[] WHAT = {'?'};

    private final Directory directory;
    private final Applications applications;
    private final Predicate<String> hasHome;
    private final Set<String> started = ConcurrentHashMap.newKeySet();

    /**
     * @param books hears of others, and of what they have loaded
     * @param hasHome whether a realm has one home
     */
    public SharedStarts(
            Directory directory, Loop books, Applications applications, Predicate<String> hasHome) {
        this.directory = directory;
        this.applications = applications;
        this.hasHome = hasHome;
        directory.post().receive(KIND, books, (from, said, reply) -> heard(from, said));
        directory
                .nodes()
                .listen(
                        books,
                        new Nodes.Listener() {
                            @Override
                            public void joined(Node node) {
                                meet(node.id());
                            }
                        });
    }

    private boolean isEverywhere(String path) {
        return applications.realm(path).filter(hasHome.negate()).isPresent();
    }

    /** An application was loaded here; the path is without slashes at its ends. */
    public void started(String path) {
        if (isEverywhere(path)) {
            started.add(path);
            directory.post().broadcast(KIND, bytes(path));
        }
    }

    /** Whichever of two is the later one is heard by the other. */
    private void meet(NodeId other) {
        if (!other.equals(directory.self())) {
            directory.post().send(other, KIND, WHAT);
            tell(other);
        }
    }

    private void tell(NodeId other) {
        started.forEach(path -> directory.post().send(other, KIND, bytes(path)));
    }

    /** Nothing happens where it is loaded already, or where there is no such folder. */
    private void heard(NodeId from, byte[] said) {
        if (Arrays.equals(said, WHAT)) {
            tell(from);
            return;
        }
        String wanted = new String(said, StandardCharsets.UTF_8);
        if (isEverywhere(wanted)) {
            applications.find(wanted).ifPresent(ApplicationProxy::start);
        }
    }

    private static byte[] bytes(String path) {
        return ("/" + path).getBytes(StandardCharsets.UTF_8);
    }
}
