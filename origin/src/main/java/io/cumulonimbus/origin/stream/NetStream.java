package io.cumulonimbus.origin.stream;

import io.cumulonimbus.amf.AmfBoolean;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.origin.wire.StreamData;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One stream of a session: idle, publishing or playing. Owned by the client's loop.
 *
 * <p>Over RTMFP every {@code onStatus} has level "status", failures too, as clients of Cumulus know
 * it; clients of RTMP look for level "error".
 */
public final class NetStream implements Publishing.Listener {
    private final long id;
    private final StreamContext context;
    private final OutgoingFlows outgoing;
    private final Playback playback;
    private final Set<StreamFlow> flows = new HashSet<>();
    private final Set<StreamFlow> videoFlows = new HashSet<>();
    private Role role = Role.IDLE;
    private boolean held;
    private boolean deleted;
    private long ignored;

    NetStream(
            long id,
            StreamContext context,
            OutgoingFlows.FlowCount flowCount,
            LongSupplier syncIds) {
        this.id = id;
        this.context = context;
        this.outgoing = new OutgoingFlows(id, context, flowCount, this::refused);
        this.playback =
                new Playback(
                        id,
                        context,
                        outgoing,
                        () -> outgoing.synchronise(syncIds.getAsLong()),
                        new PlaybackStage(),
                        this::say);
    }

    /** Its id, from 1. */
    public long id() {
        return id;
    }

    /** The client opened a flow for this stream. */
    public void opened(StreamFlow flow) {
        flows.add(flow);
        if (held) {
            flow.hold();
        }
    }

    /** The client ended a flow, which means nothing for the stream (RFC 7425 §5.3.5.3). */
    public void closed(StreamFlow flow) {
        flows.remove(flow);
        videoFlows.remove(flow);
    }

    /** Messages that meant nothing in the stream's present state. */
    public long ignored() {
        return ignored;
    }

    /** What is published through this stream, if anything. */
    public Optional<Publication> publication() {
        return role.publication();
    }

    /** What the client plays through this stream, if anything. */
    public Optional<Playing> playing() {
        return role instanceof Playing playing ? Optional.of(playing) : Optional.empty();
    }

    /**
     * The next message of one of its flows.
     *
     * @throws MalformedAmfException when it is a command that cannot be read
     */
    public void receive(StreamFlow flow, TcMessage message, Arrival arrival)
            throws MalformedAmfException {
        if (deleted) {
            return;
        }
        if (message.type() == MessageType.VIDEO) {
            videoFlows.add(flow);
        } else if (arrival.lostBefore() > 0 && videoFlows.contains(flow)) {
            role.publication().ifPresent(p -> p.videoLost(arrival.lostBefore()));
        }
        if (message.type() == MessageType.USER_CONTROL) {
            event(message);
        } else if (MessageType.isCommand(message.type())) {
            command(Command.decode(message));
        } else if (role.publication().isEmpty()) {
            ignored++;
        } else if (message.type() == MessageType.AUDIO) {
            role.publication()
                    .get()
                    .audio(message.timestamp(), StreamData.body(message, 0), arrival);
        } else if (message.type() == MessageType.VIDEO) {
            role.publication()
                    .get()
                    .video(message.timestamp(), StreamData.body(message, 0), arrival);
        } else if (MessageType.isData(message.type())) {
            data(role.publication().get(), message);
        }
    }

    private void event(TcMessage message) {
        if (UserControl.decode(message).orElse(null)
                instanceof UserControl.SetBufferLength buffer) {
            bufferTime(buffer.millis());
        }
    }

    private void data(Publication publication, TcMessage message) {
        try {
            publication.data(message.timestamp(), StreamData.of(message));
        } catch (MalformedAmfException | UnencodableAmfException broken) {
            ignored++;
        }
    }

    private void command(Command command) {
        switch (command.name()) {
            case "publish" -> publish(command);
            case "play" -> play(command);
            case "closeStream" -> endRole(true);
            case "receiveAudio" -> playback.receiveAudio(role, isWanted(command));
            case "receiveVideo" -> playback.receiveVideo(role, isWanted(command));
            case "pause", "pauseRaw" -> pause(command);
            case "seek" -> seek(command);
            default -> other(command);
        }
    }

    private void publish(Command command) {
        endRole(true);
        Optional<StreamName> name = name(command.argument(0));
        if (name.isEmpty()) {
            if (!(command.argument(0) instanceof AmfBoolean)) {
                failure("NetStream.Publish.BadName", "This name cannot be published");
            }
            return;
        }
        PublishType type = PublishType.of(command.argument(1).asText().orElse(""));
        Publishing publishing = new Publishing(id, name.get(), type, context, this);
        role = publishing;
        hold(true);
        publishing.ask();
    }

    @Override
    public void published(Publishing publishing) {
        if (role == publishing) {
            status("NetStream.Publish.Start", publishing.name() + " is now published");
            publishing.record(this::say);
            hold(false);
        }
    }

    @Override
    public void refused(Publishing publishing, String reason) {
        if (role == publishing) {
            role = Role.IDLE;
            String text = reason.isEmpty() ? "Not allowed to publish " + publishing.name() : reason;
            failure("NetStream.Publish.BadName", text);
            hold(false);
        }
    }

    @Override
    public void closed(Publishing publishing, String code, String description) {
        if (role == publishing) {
            endRole(false);
            if (!code.isEmpty()) {
                status("NetStream." + code, description);
            }
            outgoing.write(context.commands().command("close", 0, List.of()));
        }
    }

    private void play(Command command) {
        Optional<StreamName> name = name(command.argument(0));
        Optional<PlayRequest> request = name.map(n -> PlayRequest.of(n, command));
        boolean listed = role instanceof FilmPlaying && request.filter(r -> !r.reset()).isPresent();
        boolean next = listed && role instanceof FilmPlaying film && film.isComplete();
        if (listed && !next && playback.queue(request.get())) {
            return;
        }
        endRole(!next);
        request.ifPresent(playback::play);
        if (name.isEmpty() && !(command.argument(0) instanceof AmfBoolean)) {
            failure("NetStream.Play.Failed", "This name cannot be played");
        }
    }

    /** What playing changes. */
    private final class PlaybackStage implements Playback.Stage {
        @Override
        public void become(Role next) {
            role = next;
        }

        @Override
        public void hold(boolean wanted) {
            NetStream.this.hold(wanted);
        }
    }

    private Optional<StreamName> name(AmfValue argument) {
        return argument.asText()
                .filter(name -> name.length() <= context.settings().nameLength())
                .map(StreamName::parse)
                .filter(name -> !name.text().isEmpty());
    }

    /** Red5's client asks for all without saying so. */
    private static boolean isWanted(Command command) {
        return command.arguments().isEmpty() || command.argument(0).isTrue();
    }

    /** How much the client wants to have ahead of what it plays, in milliseconds. */
    public void bufferTime(long ms) {
        playback.bufferTime(role, ms);
    }

    private void pause(Command command) {
        if (role instanceof PlayRole playing) {
            playing.pause(command.argument(0).isTrue(), number(command, 1));
        } else {
            ignored++;
        }
    }

    private void seek(Command command) {
        if (role instanceof PlayRole playing) {
            playing.seek(number(command, 0));
        } else {
            ignored++;
        }
    }

    private static double number(Command command, int argument) {
        return command.argument(argument).asNumber().orElse(0);
    }

    private void other(Command command) {
        if (role.publication().isPresent()) {
            try {
                role.publication().get().data(0, StreamData.of(command));
            } catch (UnencodableAmfException broken) {
                ignored++;
            }
            return;
        }
        ignored++;
        if (command.transactionId() != 0) {
            outgoing.write(
                    context.commands()
                            .error(
                                    command.transactionId(),
                                    "NetConnection.Call.Failed",
                                    "Method '" + command.name() + "' not found"));
        }
    }

    /** Says it unless nobody is there any more. */
    private void say(boolean failure, String code, String description) {
        if (deleted) {
            return;
        }
        if (failure) {
            failure(code, description);
        } else {
            status(code, description);
        }
    }

    void status(String code, String description) {
        outgoing.write(context.commands().status(code, description, Map.of()));
    }

    private void failure(String code, String description) {
        if (isRtmfp()) {
            status(code, description);
        } else {
            outgoing.write(context.commands().failure(code, description));
        }
    }

    private boolean isRtmfp() {
        return context.client().identity().protocol() == Protocol.RTMFP;
    }

    private void endRole(boolean say) {
        Role ended = role;
        role = Role.IDLE;
        playback.forget();
        ended.end();
        hold(false);
        if (say) {
            ended.farewell().ifPresent(f -> status(f.code(), f.description()));
        }
    }

    private void hold(boolean wanted) {
        if (held != wanted) {
            held = wanted;
            List.copyOf(flows).forEach(wanted ? StreamFlow::hold : StreamFlow::release);
        }
    }

    /** The client refused one of our flows: it wants nothing more of this stream. */
    // RFC 7425 §5.3.5.3
    private void refused() {
        endRole(false);
    }

    /** Refuses all flows of this stream and ends what it does: a message of it broke a rule. */
    // RFC 7425 §5.3.5.3
    public void rejectAll() {
        List.copyOf(flows).forEach(StreamFlow::reject);
        flows.clear();
        videoFlows.clear();
        endRole(false);
    }

    /** Ends what it does without a word, and its flows in order. */
    void delete() {
        deleted = true;
        endRole(false);
        outgoing.close();
    }
}
