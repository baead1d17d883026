package io.cumulonimbus.origin;

import io.cumulonimbus.config.StreamScope;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.socket.Sockets;
import io.cumulonimbus.origin.app.AppObject;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.app.AppSubscription;
import io.cumulonimbus.origin.app.Mail;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.rendezvous.RendezvousProxy;
import io.cumulonimbus.origin.sharedobject.ScriptedObject;
import io.cumulonimbus.origin.sharedobject.SharedObjectsProxy;
import io.cumulonimbus.origin.stream.PublicationsProxy;
import io.cumulonimbus.origin.stream.ScriptedViewer;
import io.cumulonimbus.origin.stream.StreamNames;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this origin has for scripts.
 *
 * @param publications where they publish
 * @param scope how far names of streams reach
 * @param rendezvous where peers join groups
 * @param bans whose packets are ignored
 * @param network their sockets and mails
 * @param objects what they share with clients
 * @param linked the edges and their clients
 * @param cluster what scripts share with those at other origins
 * @param started hears of applications that were loaded
 * @param random draws publication ids
 */
record OriginServices(
        PublicationsProxy publications,
        StreamScope scope,
        RendezvousProxy rendezvous,
        SharedBans bans,
        ScriptNetwork network,
        SharedObjectsProxy objects,
        Supplier<Map<String, Integer>> linked,
        Directory cluster,
        Consumer<String> started,
        RandomGenerator random)
        implements Services {
    private static final Logger LOG = LoggerFactory.getLogger(OriginServices.class);

    @Override
    public Optional<AppPublication> publish(String application, String name, Loop loop) {
        return publications.open(StreamNames.of(scope, application), name, loop, random);
    }

    @Override
    public Optional<AppSubscription> subscribe(
            String application, String name, Loop loop, AppSubscription.Watcher watcher) {
        String key = StreamNames.of(scope, application).key(name);
        return ScriptedViewer.open(key, loop, publications, watcher);
    }

    @Override
    public Runnable joinGroup(byte[] group, byte[] peer) {
        return rendezvous.joinVirtually(group, peer);
    }

    @Override
    public Optional<Sockets> sockets(Loop loop) {
        return network.sockets(loop);
    }

    @Override
    public Optional<AppObject> sharedObject(
            String application,
            String name,
            boolean persistent,
            Loop loop,
            Consumer<List<SharedObjectEvent>> listener) {
        ScriptedObject.Name which = new ScriptedObject.Name(application, name, persistent);
        return Optional.of(new ScriptedObject(objects, which, loop, listener));
    }

    @Override
    public void sendMail(Mail mail, Loop loop, Consumer<Optional<String>> outcome) {
        network.mail().send(mail, loop, outcome);
    }

    @Override
    public void ban(InetAddress address, boolean banned) {
        bans.set(address, banned);
        LOG.info("Packets from {} are {}", address, banned ? "ignored" : "taken again");
    }

    @Override
    public Optional<Directory> directory() {
        return Optional.of(cluster);
    }

    @Override
    public void started(String application) {
        started.accept(application);
    }

    @Override
    public Map<String, Integer> edges() {
        return linked.get();
    }
}
