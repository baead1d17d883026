package io.cumulonimbus.edge;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.udp.EndpointFactory;
import io.cumulonimbus.net.udp.KeyingProxy;
import io.cumulonimbus.net.udp.UdpOptions;
import io.cumulonimbus.net.udp.UdpShard;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.endpoint.OpeningListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** An RTMFP client over real UDP with one flow to whoever it connects to. */
final class Visitor implements AutoCloseable {
    static final byte[] METADATA = {0, 'T', 'C', 4, 0};

    final CompletableFuture<Client> opened = new CompletableFuture<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    final BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
    private final Loops loops = Loops.startDaemons("visitor", 1);
    private final KeyingProxy keying = new KeyingProxy(1, 16);
    private final UdpShard shard;
    private MessageSink flow;

    Visitor(String uri, InetSocketAddress to) {
        SecureRandom random = new SecureRandom();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        EndpointFactory endpoints =
                EndpointFactory.of(
                        EndpointConfig.CLIENT,
                        Identity.client(random),
                        client -> new Handler(),
                        random);
        shard = UdpShard.open(loops.loop(0), any, UdpOptions.DEFAULT, keying, endpoints).join();
        EndpointDiscriminator wanted = EndpointDiscriminator.ofUri(uri);
        onLoop(
                () ->
                        shard.endpoint()
                                .connect(wanted, List.of(to), new Opened(), loops.loop(0).nowNs()));
    }

    InetSocketAddress address() {
        return shard.address();
    }

    void onLoop(Runnable task) {
        loops.loop(0).execute(task);
    }

    /** Writes to the one flow; a return flow brings answers. */
    void say(byte[] text) {
        Client client = opened.join();
        onLoop(
                () -> {
                    if (flow == null) {
                        FlowSpec spec = new FlowSpec(METADATA, Optional.empty(), Priority.COMMAND);
                        flow = client.openFlow(spec, SinkListener.NONE);
                    }
                    flow.write(Message.of(text), Deadline.NONE);
                });
    }

    @Override
    public void close() {
        shard.stop(Duration.ofSeconds(1)).join();
        keying.close();
        loops.close();
    }

    private final class Opened implements OpeningListener {
        @Override
        public ClientHandler onOpened(Client client) {
            opened.complete(client);
            return new Handler();
        }

        @Override
        public void onFailed(OpenFailure reason) {
            opened.completeExceptionally(new IllegalStateException(reason.name()));
        }
    }

    private final class Handler implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow incoming) {
            if (incoming.answers().isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new FlowHandler() {
                        @Override
                        public void onMessage(Message message, long lostBefore) {
                            answers.add(message);
                        }

                        @Override
                        public void onClosed() {}
                    });
        }

        @Override
        public void onClosed(CloseReason reason) {
            closed.complete(reason);
        }
    }
}
