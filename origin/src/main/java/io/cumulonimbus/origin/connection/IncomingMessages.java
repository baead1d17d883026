package io.cumulonimbus.origin.connection;

import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.limits.Allowance;
import io.cumulonimbus.origin.stream.StreamFlow;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayDeque;

/**
 * One flow of a client: takes its messages apart, keeps barriers, and holds messages back while
 * something has to be decided first.
 */
final class IncomingMessages implements FlowHandler, StreamFlow, Allowance.Flow {
    private static final int MESSAGE_COST = 64;

    final IncomingFlow flow;

    private final Receiver receiver;
    private final NetConnection connection;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private int heldBytes;
    private int holds;
    private boolean busy;
    private boolean closing;
    private boolean over;

    private record Held(Message message, Arrival arrival) {}

    /** Who takes the messages of a flow. */
    interface Receiver {
        /** The next message; answers false when the flow broke a rule and is to be refused. */
        boolean receive(IncomingMessages from, TcMessage message, Arrival arrival);

        /** The flow ended, from either side. */
        void ended(IncomingMessages flow);
    }

    IncomingMessages(IncomingFlow flow, Receiver receiver, NetConnection connection) {
        this.flow = flow;
        this.receiver = receiver;
        this.connection = connection;
    }

    @Override
    public void onMessage(Message message, long lostBefore) {
        onMedia(message, Arrival.of(lostBefore));
    }

    @Override
    public void onMedia(Message message, Arrival arrival) {
        if (over) {
            return;
        }
        take(message, arrival);
        if (!over) {
            connection.allowance.received(this, message.length());
        }
    }

    private void take(Message message, Arrival arrival) {
        if (holds == 0 && !busy && held.isEmpty()) {
            busy = true;
            pass(message, arrival);
            busy = false;
            drain();
            return;
        }
        held.add(new Held(message, arrival));
        heldBytes += message.length() + MESSAGE_COST;
        if (heldBytes > connection.settings().heldBytes()) {
            reject();
        }
    }

    @Override
    public void onClosed() {
        if (over || closing) {
            return;
        }
        // Whatever was waited for, the far end will say nothing more on this flow.
        closing = true;
        holds = 0;
        drain();
        finish();
    }

    /** Ends the flow from our side; what is held is forgotten. */
    @Override
    public void reject() {
        if (!over) {
            flow.reject(0);
            held.clear();
            finish();
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            receiver.ended(this);
        }
    }

    @Override
    public void hold() {
        if (!closing && holds++ == 0 && !over) {
            flow.suspend(true);
        }
    }

    @Override
    public void release() {
        if (holds > 0 && --holds == 0 && !over) {
            drain();
            if (holds == 0 && !over) {
                flow.suspend(false);
            }
        }
    }

    private void drain() {
        if (busy) {
            return;
        }
        busy = true;
        while (holds == 0 && !over && !held.isEmpty()) {
            Held next = held.poll();
            heldBytes -= next.message.length() + MESSAGE_COST;
            pass(next.message, next.arrival);
        }
        busy = false;
    }

    private void pass(Message message, Arrival arrival) {
        connection.guard(() -> receive(message, arrival));
    }

    private void receive(Message message, Arrival arrival) {
        TcMessage tc = TcMessage.parse(message).orElse(null);
        if (tc == null || MessageType.isChunkStreamControl(tc.type())) {
            return;
        }
        boolean media = tc.type() == MessageType.AUDIO || tc.type() == MessageType.VIDEO;
        ConnectionSettings settings = connection.settings();
        if (message.length() > (media ? settings.mediaBytes() : settings.commandBytes())) {
            connection.refuse(this, receiver);
            return;
        }
        if (UserControl.decode(tc).orElse(null) instanceof UserControl.FlowSync sync) {
            connection.barriers().arrive(this, sync.syncId(), sync.count());
            return;
        }
        if (!receiver.receive(this, tc, arrival)) {
            connection.refuse(this, receiver);
        }
    }
}
