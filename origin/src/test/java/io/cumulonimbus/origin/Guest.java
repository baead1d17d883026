package io.cumulonimbus.origin;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
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
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client over real UDP, with an identity of the test's choice, which says commands. */
final class Guest implements AutoCloseable {
    private static final long PATIENCE_S = 60;

    final CompletableFuture<Client> opened = new CompletableFuture<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final BlockingQueue<Command> answers = new LinkedBlockingQueue<>();
    private final Loops loops = Loops.startDaemons("guest", 1);
    private final KeyingProxy keying = new KeyingProxy(1, 16);
    private final UdpShard shard;
    private MessageSink flow;
    private double transaction;

    Guest(Identity identity, InetSocketAddress from, InetSocketAddress to) {
        SecureRandom random = new SecureRandom();
        EndpointFactory endpoints =
                EndpointFactory.of(
                        EndpointConfig.CLIENT, identity, client -> new Handler(), random);
        shard = UdpShard.open(loops.loop(0), from, UdpOptions.DEFAULT, keying, endpoints).join();
        EndpointDiscriminator wanted = EndpointDiscriminator.ofUri("rtmfp://localhost/live");
        onLoop(
                () ->
                        shard.endpoint()
                                .connect(wanted, List.of(to), new Opened(), loops.loop(0).nowNs()));
    }

    private void onLoop(Runnable task) {
        loops.loop(0).execute(task);
    }

    InetSocketAddress address() {
        return shard.address();
    }

    /** Says connect, and answers how that ended. */
    Command connect() throws InterruptedException {
        AmfObject object =
                new AmfObject().put("app", "live").put("tcUrl", "rtmfp://localhost/live");
        return ask(new Command("connect", ++transaction, object, List.of()));
    }

    /** Calls a function of the application. */
    Command call(String method) throws InterruptedException {
        return ask(new Command(method, ++transaction, AmfValue.NULL, List.of()));
    }

    private Command ask(Command command) throws InterruptedException {
        Client client = opened.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
        onLoop(
                () -> {
                    if (flow == null) {
                        FlowSpec spec =
                                new FlowSpec(
                                        FlowMetadata.CONTROL.toBytes(),
                                        Optional.empty(),
                                        Priority.COMMAND);
                        flow = client.openFlow(spec, SinkListener.NONE);
                    }
                    flow.write(command.toMessage(ObjectEncoding.AMF0).message(), Deadline.NONE);
                });
        Command answer = answers.poll(PATIENCE_S, TimeUnit.SECONDS);
        while (answer != null && answer.transactionId() != command.transactionId()) {
            answer = answers.poll(PATIENCE_S, TimeUnit.SECONDS);
        }
        if (answer == null) {
            throw new AssertionError("no answer to " + command.name());
        }
        return answer;
    }

    /** Is gone from one moment to the next, and says nothing. */
    void vanish() {
        loops.close();
    }

    @Override
    public void close() {
        if (!closed.isDone()) {
            shard.stop(Duration.ofSeconds(1)).completeOnTimeout(null, 2, TimeUnit.SECONDS).join();
        }
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
            return Optional.of(
                    new FlowHandler() {
                        @Override
                        public void onMessage(Message message, long lostBefore) {
                            TcMessage.parse(message).ifPresent(Guest.this::heard);
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

    private void heard(TcMessage message) {
        try {
            if (MessageType.isCommand(message.type())) {
                answers.add(Command.decode(message));
            }
        } catch (MalformedAmfException bad) {
            throw new AssertionError(bad);
        }
    }
}
