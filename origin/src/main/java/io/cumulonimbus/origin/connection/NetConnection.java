package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.limits.Allowance;
import io.cumulonimbus.net.limits.AllowingAcceptor;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.roster.SessionLog;
import io.cumulonimbus.origin.app.ApplicationProxy;
import io.cumulonimbus.origin.app.ConnectAnswer;
import io.cumulonimbus.origin.rendezvous.IdentityClaim;
import io.cumulonimbus.origin.rendezvous.Peer;
import io.cumulonimbus.origin.stream.NetStream;
import io.cumulonimbus.origin.stream.NetStreams;
import io.cumulonimbus.origin.wire.CommandWriter;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection to an application (RFC 7425 §5.3): its flows, its state, its streams.
 * Owned by the client's loop.
 *
 * <p>A session carries one NetConnection; a second control flow is refused.
 */
public final class NetConnection implements ClientHandler {
    private static final Logger LOG = LoggerFactory.getLogger(NetConnection.class);

    final Allowance allowance;

    private final Client client;
    private final ConnectionContext context;
    private final SyncBarriers barriers;
    private final DeadlineTimer timer;
    private final ControlCommands commands = new ControlCommands(this);
    private final List<IncomingMessages> controlFlows = new ArrayList<>();
    private final List<Consumer<ControlChannel>> pushes = new ArrayList<>();
    private final Map<String, AmfValue> successFields = new LinkedHashMap<>();
    private State state = State.NEW;
    private int flows;
    private Optional<IncomingMessages> control = Optional.empty();
    private Optional<ControlChannel> channel = Optional.empty();
    private Optional<NetStreams> streams = Optional.empty();
    private Optional<Link> link = Optional.empty();
    private Optional<Peer> peer = Optional.empty();
    private Optional<IdentityClaim> claim = Optional.empty();
    private boolean asking;
    private Consumer<String> connected = application -> {};

    private enum State {
        NEW,
        CONNECTING,
        CONNECTED,
        ENDING,
        GONE
    }

    NetConnection(Client client, ConnectionContext context) {
        this.client = client;
        this.context = context;
        this.barriers = new SyncBarriers(context.loop(), context.settings().syncMs());
        this.timer = new DeadlineTimer(context.loop(), this::close);
        this.allowance = context.settings().limits().allowance(client.address(), context.loop());
        closeIn(allowance.isRefused() ? settings().lingerMs() : settings().connectMs());
    }

    private void close() {
        client.close(state == State.NEW ? CloseReason.TIMED_OUT : CloseReason.NEAR_CLOSED);
    }

    private void closeIn(int millis) {
        timer.set(context.loop().nowNs() + millis * 1_000_000L);
    }

    ConnectionSettings settings() {
        return context.settings();
    }

    SyncBarriers barriers() {
        return barriers;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Whether nothing that the client says matters any more. */
    boolean isOver() {
        return state == State.ENDING || state == State.GONE;
    }

    /** How many flows the client has open to us. */
    public int openFlows() {
        return flows;
    }

    @Override
    public boolean publishes() {
        return streams.filter(NetStreams::publish).isPresent();
    }

    /** A fault of ours while serving this client ends this client, and nothing else. */
    void guard(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException fault) {
            LOG.error("A connection failed", fault);
            client.close(CloseReason.FAULT);
        }
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        List<FlowHandler> accepted = new ArrayList<>(1);
        guard(() -> accept(flow).ifPresent(accepted::add));
        return accepted.stream().findFirst();
    }

    private Optional<FlowHandler> accept(IncomingFlow flow) {
        if (isOver() || flows >= settings().maxFlows()) {
            return Optional.empty();
        }
        Optional<FlowHandler> handler =
                Peer.meansGroup(flow.metadata())
                        ? peer.flatMap(p -> p.groupFlow(flow, this::ended))
                        : FlowMetadata.parse(flow.metadata())
                                .map(FlowMetadata::streamId)
                                .flatMap(id -> id == 0 ? controlFlow(flow) : streamFlow(id, flow));
        flows += handler.isPresent() ? 1 : 0;
        return handler;
    }

    // RFC 7425 §5.3.1, §5.3.2
    private Optional<FlowHandler> controlFlow(IncomingFlow flow) {
        if (control.isPresent() == flow.answers().isEmpty()) {
            return Optional.empty();
        }
        IncomingMessages messages = new IncomingMessages(flow, commands, this);
        if (control.isEmpty()) {
            control = Optional.of(messages);
            channel = Optional.of(new ControlChannel(client, flow, settings().queueBytes()));
        }
        controlFlows.add(messages);
        if (state == State.CONNECTING) {
            messages.hold();
        }
        return Optional.of(messages);
    }

    // RFC 7425 §5.3.5.1
    private Optional<FlowHandler> streamFlow(long id, IncomingFlow flow) {
        Optional<NetStream> stream = streams.flatMap(all -> all.find(id));
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        IncomingMessages messages =
                new IncomingMessages(flow, new StreamReceiver(stream.get(), this), this);
        stream.get().opened(messages);
        return Optional.of(messages);
    }

    /** The client says which addresses it has, in its own words: any text at all. */
    void setPeerInfo(List<String> addresses) {
        peer.ifPresent(p -> p.reported(addresses));
    }

    void ended() {
        flows--;
    }

    /** A control flow ended; with the first one the connection does. */
    // RFC 7425 §5.3.6
    void ended(IncomingMessages flow) {
        flows--;
        controlFlows.remove(flow);
        if (control.filter(flow::equals).isPresent() && !isOver()) {
            end();
            closeIn(settings().lingerMs());
        }
    }

    /** A flow broke a rule: a stream flow ends its stream's flows, a control flow everything. */
    // RFC 7425 §5.3.5.3, §5.3.6
    void refuse(IncomingMessages flow, IncomingMessages.Receiver receiver) {
        if (receiver instanceof StreamReceiver streamReceiver) {
            streamReceiver.stream().rejectAll();
            return;
        }
        flow.reject();
        client.close(CloseReason.MISBEHAVED);
    }

    void connect(Command command) {
        if (state != State.NEW) {
            channel().accept(command.transactionId(), successFields, protocol());
            return;
        }
        channel().encoding(CommandWriter.of(command));
        if (allowance.isRefused()) {
            reject(command, "NetConnection.Connect.Rejected", AllowingAcceptor.TOO_MANY);
            return;
        }
        ConnectTarget target = ConnectTarget.of(client, command);
        Optional<ApplicationProxy> application = context.applications().find(target.path());
        if (application.isEmpty()) {
            String missing = "Application /" + target.path() + " doesn't exist";
            reject(command, "NetConnection.Connect.InvalidApp", missing);
            return;
        }
        boolean reconnects = ConnectReply.takesReconnect(command);
        WriterProxy writer =
                new WriterProxy(context.loop(), this, settings().maxPushes(), reconnects);
        ConnectedClient applicant = new ConnectedClient(client, target, command, writer);
        Link asked = Link.of(application.get(), applicant, context.loop());
        state = State.CONNECTING;
        timer.cancel();
        controlFlows.forEach(IncomingMessages::hold);
        Consumer<Boolean> settled = hasId -> guard(() -> claimed(command, asked, hasId));
        claim = Optional.of(context.peers().claim(client, settled));
        claim.get().settle();
    }

    /** One connection for each peer id: the application knows one at a time. */
    private void claimed(Command command, Link asked, boolean hasId) {
        if (isOver()) {
            return;
        }
        if (!hasId) {
            reject(command, "NetConnection.Connect.Rejected", "The client is connected already");
            return;
        }
        asking = true;
        asked.application()
                .connect(
                        asked.client(),
                        command.arguments(),
                        context.loop(),
                        answer -> {
                            asking = false;
                            guard(() -> decided(command, asked, answer));
                            releaseIfGone();
                        });
    }

    private void releaseIfGone() {
        if (state == State.GONE && !asking) {
            claim.ifPresent(IdentityClaim::release);
        }
    }

    private void decided(Command command, Link asked, ConnectAnswer answer) {
        if (answer instanceof ConnectAnswer.Rejected rejected) {
            if (!isOver()) {
                reject(command, "NetConnection.Connect.Rejected", rejected.description());
            }
            return;
        }
        if (isOver()) {
            asked.application().disconnected(asked.client(), Optional.empty());
            return;
        }
        ConnectAnswer.Accepted accepted = (ConnectAnswer.Accepted) answer;
        Optional<String> full = allowance.join(accepted.accountOr(asked.application().path()));
        if (full.isPresent()) {
            asked.application().disconnected(asked.client(), full);
            reject(command, "NetConnection.Connect.Rejected", full.get());
            return;
        }
        asked.events().counting(allowance::becomes);
        link = Optional.of(asked);
        state = State.CONNECTED;
        connected.accept(asked.application().path());
        IncomingFlow flow = control.orElseThrow().flow;
        streams = Optional.of(context.streamsOf(client, flow, command, asked, allowance));
        if (protocol() == Protocol.RTMFP) {
            peer = Optional.of(AskedApplication.join(context.peers(), client, asked));
        }
        successFields.putAll(ConnectReply.fields(command));
        Map<String, AmfValue> fields = new LinkedHashMap<>(successFields);
        fields.putAll(accepted.extra().members());
        channel().accept(command.transactionId(), fields, protocol());
        List<Consumer<ControlChannel>> early = List.copyOf(pushes);
        pushes.clear();
        early.forEach(push -> push(push));
        List.copyOf(controlFlows).forEach(IncomingMessages::release);
    }

    Protocol protocol() {
        return client.identity().protocol();
    }

    private void reject(Command command, String code, String description) {
        SessionLog.refused(client, code, description);
        channel().error(command.transactionId(), code, description);
        dismiss();
    }

    /** Asks the client to leave, and closes it when it does not. */
    void dismiss() {
        if (!isOver()) {
            channel().invoke("close", List.of());
            end();
            closeIn(settings().lingerMs());
        }
    }

    @Override
    public void onDismissed() {
        if (isConnected()) {
            channel().movedElsewhere();
        }
        dismiss();
    }

    /** Something the application says; while it still decides, kept behind its decision. */
    void push(Consumer<ControlChannel> push) {
        if (state == State.CONNECTING && pushes.size() < settings().maxPushes()) {
            pushes.add(push);
        } else if (state == State.CONNECTED) {
            guard(() -> push.accept(channel()));
        }
    }

    ControlChannel channel() {
        return channel.orElseThrow();
    }

    NetStreams streams() {
        return streams.orElseThrow();
    }

    /** The application, once it accepted. */
    Link link() {
        Link present = link.orElseThrow();
        present.client().heard(client, context.loop().nowNs());
        return present;
    }

    /**
     * Ends what the client does here. Its application hears of it when the session has ended,
     * because only then it is known why.
     */
    private void end() {
        state = State.ENDING;
        pushes.clear();
        peer.ifPresent(Peer::leave);
        streams.ifPresent(NetStreams::deleteAll);
        commands.close();
        channel.ifPresent(ControlChannel::close);
    }

    ConnectionContext context() {
        return context;
    }

    @Override
    public void onAddressChanged(InetSocketAddress address) {
        allowance.moved(address);
        link.ifPresent(l -> l.moved(client));
    }

    @Override
    public Optional<String> application() {
        return link.map(l -> l.application().path());
    }

    @Override
    public void onceConnected(Consumer<String> listener) {
        connected = listener;
    }

    @Override
    public void onClosed(CloseReason reason) {
        state = State.GONE;
        timer.cancel();
        barriers.cancel();
        peer.ifPresent(Peer::leave);
        guard(() -> streams.ifPresent(NetStreams::deleteAll));
        commands.close();
        pushes.clear();
        link.ifPresent(
                l -> l.application().disconnected(l.client(), ConnectedClient.error(reason)));
        link = Optional.empty();
        releaseIfGone();
    }
}
