package io.cumulonimbus.link.connection;

import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.LinkFrame.Hello;
import io.cumulonimbus.link.wire.LinkFrame.Proof;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * The first two frames each way: edge hello, origin hello, edge proof, origin proof.
 *
 * <p>The origin says nothing before it has seen an edge's hello, and proves itself only to who has
 * proved itself: a stranger gets a nonce, which is worth nothing, and never a MAC to guess against.
 */
public final class Handshake {
    private final LinkConfig config;
    private final RandomGenerator random;
    private final Queue<LinkFrame> output = new ArrayDeque<>();
    private Optional<Hello> near = Optional.empty();
    private Optional<Hello> far = Optional.empty();
    private Optional<LinkLoss> failure = Optional.empty();
    private boolean proved;
    private boolean done;
    private byte[] channel = {};

    public Handshake(LinkConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
        if (config.role().dials()) {
            greet();
        }
    }

    /** Names the connection beneath; before the far end's hello comes. */
    public void bind(byte[] newChannel) {
        channel = newChannel.clone();
    }

    /** Frames to send, oldest first. */
    public Queue<LinkFrame> output() {
        return output;
    }

    /** Both ends have proved themselves. */
    public boolean done() {
        return done;
    }

    /** Why it failed, or empty. */
    public Optional<LinkLoss> failure() {
        return failure;
    }

    /** Whether we sent a proof: a connection that ends now was probably hung up because of it. */
    public boolean proved() {
        return proved;
    }

    public String farNodeId() {
        return far.map(Hello::nodeId).orElse("");
    }

    public LinkRole farRole() {
        return far.map(Hello::role).orElse(LinkRole.EDGE);
    }

    public long farInstance() {
        return far.map(Hello::instance).orElse(0L);
    }

    public void receive(LinkFrame frame) {
        switch (frame) {
            case Hello hello -> onHello(hello);
            case Proof proof -> onProof(proof);
            default -> failure = Optional.of(LinkLoss.MALFORMED);
        }
    }

    private void greet() {
        byte[] nonce = new byte[LinkCodec.NONCE];
        random.nextBytes(nonce);
        Hello hello =
                new Hello(
                        LinkCodec.VERSION,
                        config.role(),
                        config.nodeId(),
                        config.instance(),
                        nonce);
        near = Optional.of(hello);
        output.add(hello);
    }

    private void onHello(Hello hello) {
        if (far.isPresent()) {
            failure = Optional.of(LinkLoss.MALFORMED);
        } else if (hello.role().dials() == config.role().dials()) {
            failure = Optional.of(LinkLoss.WRONG_ROLE);
        } else {
            far = Optional.of(hello);
            if (config.role() == LinkRole.ORIGIN) {
                // Also to who speaks another version: it then knows what to complain about.
                greet();
            }
            if (hello.version() != LinkCodec.VERSION) {
                failure = Optional.of(LinkLoss.WRONG_VERSION);
            } else if (config.role().dials()) {
                prove(config.secrets().first());
            } else if (config.secrets().denied().contains(hello.nodeId())) {
                failure = Optional.of(LinkLoss.DENIED);
            }
        }
    }

    private void onProof(Proof proof) {
        if (far.isEmpty() || near.isEmpty() || done) {
            failure = Optional.of(LinkLoss.MALFORMED);
            return;
        }
        for (String secret : known()) {
            // Every secret is tried, so that time does not tell which one fits.
            if (MessageDigest.isEqual(proof.mac(), mac(secret, far.get().role())) && !done) {
                done = true;
                if (config.role() == LinkRole.ORIGIN) {
                    prove(secret);
                }
            }
        }
        if (!done) {
            failure = Optional.of(LinkLoss.WRONG_SECRET);
        }
    }

    private List<String> known() {
        if (config.role().dials()) {
            return List.of(config.secrets().first());
        }
        // Who knows the secret of one edge alone is no origin.
        return farRole() == LinkRole.FELLOW
                ? config.secrets().shared()
                : config.secrets().expectedOf(farNodeId());
    }

    private void prove(String secret) {
        proved = true;
        output.add(new Proof(mac(secret, config.role())));
    }

    private byte[] mac(String secret, LinkRole prover) {
        Hello ofEdge = (config.role().dials() ? near : far).orElseThrow();
        Hello ofOrigin = (config.role().dials() ? far : near).orElseThrow();
        return LinkProof.make(secret, prover, channel, ofEdge, ofOrigin);
    }
}
