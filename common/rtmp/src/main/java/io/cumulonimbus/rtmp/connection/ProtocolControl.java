package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.nio.ByteBuffer;

/**
 * What two ends of a connection say about the connection itself, and nobody else hears:
 * acknowledgements of bytes, windows, pings (RTMP 1.0 §5.4, §7.1.7).
 */
final class ProtocolControl {
    /** Who never said how much it wants acknowledged is taken to want it this often, in bytes. */
    private static final int DEFAULT_WINDOW = 2_500_000;

    /** Pings beyond are not answered, as nobody reads the answers. */
    private static final int MOST_ANSWERS = 16;

    private static final long MILLISECOND_NS = 1_000_000;

    private final OutgoingFlows outgoing;
    private final int ownWindow;
    private long received;
    private long acknowledged;
    private int window = DEFAULT_WINDOW;
    private int announced;
    private int pingTime;
    private long pingSentNs;
    private boolean pinged;
    private long roundTripNs = -1;

    ProtocolControl(OutgoingFlows outgoing, int ownWindow) {
        this.outgoing = outgoing;
        this.ownWindow = ownWindow;
    }

    /** A message of 32 bits. */
    static TcMessage message(int type, int number) {
        return TcMessage.of(type, 0, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    /** The first 32 bits of a message, or 0 when it is too short. */
    static int number(TcMessage message) {
        if (message.payloadLength() < Integer.BYTES) {
            return 0;
        }
        return ByteBuffer.wrap(message.payload(0, Integer.BYTES)).getInt();
    }

    long roundTripNs() {
        return roundTripNs;
    }

    /** Bytes came; half a window is acknowledged before the sender may wait for it. */
    // RTMP 1.0 §5.4.3
    void received(int bytes) {
        received += bytes;
        if (received - acknowledged >= Math.max(1, window / 2)) {
            acknowledged = received;
            outgoing.protocol(message(MessageType.ACKNOWLEDGEMENT, (int) received));
        }
    }

    /** Says how much we want acknowledged. */
    void announceWindow() {
        announced = ownWindow;
        outgoing.protocol(message(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, ownWindow));
    }

    /** Lets the far end have as much on its way. */
    void limitFarEnd() {
        byte[] dynamic = ByteBuffer.allocate(5).putInt(ownWindow).put((byte) 2).array();
        outgoing.protocol(TcMessage.of(MessageType.SET_PEER_BANDWIDTH, 0, dynamic));
    }

    void setChunkSize(int size) {
        outgoing.protocol(message(MessageType.SET_CHUNK_SIZE, size));
    }

    /** Answers whether the message was for us, and nobody above is to see it. */
    boolean take(TcMessage message, long nowNs) {
        switch (message.type()) {
            case MessageType.ACKNOWLEDGEMENT -> {}
            case MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE -> window(number(message));
            case MessageType.SET_PEER_BANDWIDTH -> limited(number(message));
            case MessageType.USER_CONTROL -> {
                return event(message, nowNs);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    // RTMP 1.0 §5.4.4
    private void window(int size) {
        if (size > 0) {
            window = size;
        }
    }

    // RTMP 1.0 §5.4.5
    private void limited(int size) {
        if (size > 0 && size != announced) {
            announced = size;
            outgoing.protocol(message(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, size));
        }
    }

    // RTMP 1.0 §7.1.7
    private boolean event(TcMessage message, long nowNs) {
        UserControl event = UserControl.decode(message).orElse(new UserControl.Other(0, 0));
        if (event instanceof UserControl.PingRequest ping) {
            if (outgoing.protocolBacklog() < MOST_ANSWERS) {
                outgoing.protocol(new UserControl.PingResponse(ping.timestamp()).toMessage());
            }
            return true;
        }
        if (event instanceof UserControl.PingResponse pong) {
            pong(pong, nowNs);
            return true;
        }
        return event instanceof UserControl.Other;
    }

    /** Some clients answer events that ask for no answer. */
    private void pong(UserControl.PingResponse pong, long nowNs) {
        if (pinged && (int) pong.timestamp() == pingTime) {
            pinged = false;
            long sample = nowNs - pingSentNs;
            roundTripNs = roundTripNs < 0 ? sample : (7 * roundTripNs + sample) / 8;
        }
    }

    /** Asks whether the far end is there; not while it takes nothing. */
    void ping(long nowNs) {
        if (outgoing.protocolBacklog() == 0) {
            pinged = true;
            pingTime = (int) (nowNs / MILLISECOND_NS);
            pingSentNs = nowNs;
            long timestamp = Integer.toUnsignedLong(pingTime);
            outgoing.protocol(new UserControl.PingRequest(timestamp).toMessage());
        }
    }
}
