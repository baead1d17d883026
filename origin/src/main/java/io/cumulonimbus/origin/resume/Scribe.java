package io.cumulonimbus.origin.resume;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.origin.resume.Transcript.Kind;
import io.cumulonimbus.origin.wire.CommandHead;
import io.cumulonimbus.rtmp.message.BuiltInCommands;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.CommandName;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Writes down what a client says and hears, as far as it has to be done again, and has it kept. */
final class Scribe {
    private static final Set<String> BEGUN =
            Set.of("NetStream.Publish.Start", "NetStream.Play.Start");

    private static final int MOST_PLAIN = Client.MAX_CHECKPOINT - 64;
    private static final int MOST_KEPT = 4 << 10;
    private static final int MOST_PENDING = 1_024;

    private final Client client;
    private final Seal seal;
    private final Transcript transcript;
    private final TakingPart takingPart;
    private final Set<Double> creating = new HashSet<>();
    private boolean lost;

    Scribe(Client client, Seal seal, Transcript transcript) {
        this.client = client;
        this.seal = seal;
        this.transcript = transcript;
        this.takingPart = new TakingPart(transcript, this::tell);
    }

    TakingPart takingPart() {
        return takingPart;
    }

    Transcript transcript() {
        return transcript;
    }

    /** A call of the application, which must not be done twice. */
    static boolean isCall(TcMessage message) {
        String name = CommandName.of(message);
        return MessageType.isCommand(message.type()) && !BuiltInCommands.contain(name);
    }

    static double transaction(TcMessage message) {
        return CommandHead.of(message).map(CommandHead::transaction).orElse(0.0);
    }

    // ---- what the client says ----

    void saidOnControl(TcMessage message) {
        if (message.type() == MessageType.USER_CONTROL) {
            UserControl.decode(message)
                    .filter(UserControl.SetBufferLength.class::isInstance)
                    .map(UserControl.SetBufferLength.class::cast)
                    .filter(event -> transcript.streams.containsKey(event.streamId()))
                    .ifPresent(event -> keep(event.streamId(), Kind.BUFFER, message));
            return;
        }
        takingPart.said(message);
        if (!MessageType.isCommand(message.type())) {
            return;
        }
        switch (CommandName.of(message)) {
            case "connect" -> {
                if (transcript.connect.length == 0) {
                    transcript.connect = message.message().toBytes();
                    transcript.connectTransaction = transaction(message);
                    tell();
                }
            }
            case "setPeerInfo" -> {
                transcript.peerInfo = message.message().toBytes();
                tell();
            }
            case "createStream" -> creating.add(transaction(message));
            case "deleteStream" -> deleted(message);
            default -> called(message);
        }
    }

    private void called(TcMessage message) {
        double transaction = isCall(message) ? transaction(message) : 0;
        if (transaction != 0 && transcript.pending.size() < MOST_PENDING) {
            owed(transaction);
        }
    }

    /** Has it known that a call is to be answered. */
    void owed(double transaction) {
        transcript.pending.add(transaction);
        client.owes(Double.doubleToLongBits(transaction));
    }

    private void deleted(TcMessage message) {
        try {
            AmfValue id = Command.decode(message).argument(0);
            if (transcript.streams.remove((long) id.asNumber().orElse(0)) != null) {
                tell();
            }
        } catch (MalformedAmfException broken) {
            // It deletes nothing.
        }
    }

    void saidOnStream(long id, TcMessage message) {
        Transcript.Stream stream = transcript.streams.get(id);
        if (stream == null) {
            return;
        }
        if (MessageType.isCommand(message.type())) {
            switch (CommandName.of(message)) {
                case "publish", "play" -> {
                    stream.said.keySet().removeIf(kind -> kind.compareTo(Kind.PAUSE) >= 0);
                    stream.begun = false;
                    keep(id, Kind.ROLE, message);
                }
                case "closeStream" -> {
                    stream.said.clear();
                    tell();
                }
                case "receiveAudio" -> keep(id, Kind.AUDIO_WISH, message);
                case "receiveVideo" -> keep(id, Kind.VIDEO_WISH, message);
                case "pause", "pauseRaw" -> keep(id, Kind.PAUSE, message);
                default -> {}
            }
        } else if (message.type() == MessageType.USER_CONTROL) {
            keep(id, Kind.BUFFER, message);
        } else if (MessageType.isData(message.type()) && stream.said.containsKey(Kind.ROLE)) {
            keep(id, Kind.METADATA, message);
        }
    }

    private void keep(long id, Kind kind, TcMessage message) {
        if (message.message().length() <= MOST_KEPT) {
            transcript.stream(id).said.put(kind, message.message().toBytes());
            tell();
        }
    }

    // ---- what it hears ----

    /** An answer on the control flow; to be told once it is on its way. */
    void answered(TcMessage message) {
        double transaction = transaction(message);
        boolean good = CommandName.of(message).equals(Command.RESULT);
        if (creating.remove(transaction) && good) {
            created(message, transaction);
        } else if (!transcript.pending.remove(transaction)
                && !transcript.connected
                && good
                && transaction == transcript.connectTransaction
                && transcript.connect.length > 0) {
            transcript.connected = true;
            tell();
        }
    }

    private void created(TcMessage message, double transaction) {
        try {
            Optional<Long> id =
                    Command.decode(message).argument(0).asNumber().isPresent()
                            ? Optional.of(
                                    (long) Command.decode(message).argument(0).asNumber().orElse(0))
                            : Optional.empty();
            if (id.isPresent()) {
                transcript.stream(id.get()).createdBy = transaction;
                transcript.lastStream = Math.max(transcript.lastStream, id.get());
                tell();
            }
        } catch (MalformedAmfException ours) {
            throw new IllegalStateException(ours);
        }
    }

    /** A status of what a stream publishes or plays is on its way. */
    void heardOnStream(long id, String code) {
        Transcript.Stream stream = transcript.streams.get(id);
        if (stream == null) {
            return;
        }
        if (code.equals("NetStream.Publish.BadName")) {
            stream.said.remove(Kind.ROLE);
            tell();
        } else if (BEGUN.contains(code) && !stream.begun) {
            stream.begun = true;
            tell();
        }
    }

    /** The stream that this {@code createStream} made before, if it did. */
    Optional<Long> madeBy(double transaction) {
        return transcript.streams.entrySet().stream()
                .filter(entry -> entry.getValue().createdBy == transaction)
                .map(java.util.Map.Entry::getKey)
                .findFirst();
    }

    // ---- having it kept ----

    void tell() {
        byte[] plain = transcript.toBytes();
        if (plain.length > MOST_PLAIN) {
            lost = true;
            client.checkpoint(0, new byte[0]);
        } else if (!lost) {
            client.checkpoint(0, seal.close(plain, client.identity()));
        }
    }
}
