package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.rtmfp.chunk.FragmentControl;
import io.cumulonimbus.rtmfp.chunk.Sequenced;

/** An entry of a sending flow's SEND_QUEUE that has its number (RFC 7016 §3.6.2). */
final class Fragment implements Sequenced {
    SendFlow flow;
    QueuedMessage message;
    long number;
    int from;
    int length;
    FragmentControl control;
    boolean last;

    /** IN_FLIGHT. */
    boolean inFlight;

    /** SENT_ABANDONED. */
    boolean sentAbandoned;

    /** NAK_COUNT. */
    int naks;

    /** TRANSMIT_SIZE, in bytes. */
    int transmitSize;

    /** The place in the order of transmission, §3.6.2.5; 0 when it was never sent. */
    long transmission;

    /** Neighbours in {@link Transmissions}, the order of transmission. */
    Fragment sentBefore;

    /** Also the next one among the {@link Spares}. */
    Fragment sentAfter;

    /** The next {@code length} bytes of {@code message}. */
    void begin(SendFlow newFlow, QueuedMessage newMessage, long newNumber, int newLength) {
        boolean begins = newMessage.fragmented() == 0;
        boolean ends = newLength == newMessage.remaining();
        control =
                begins
                        ? (ends ? FragmentControl.WHOLE : FragmentControl.BEGIN)
                        : (ends ? FragmentControl.END : FragmentControl.MIDDLE);
        flow = newFlow;
        message = newMessage;
        number = newNumber;
        from = newMessage.fragmented();
        length = newLength;
        newMessage.fragments++;
    }

    /** The far end has it: everything is as in a new one. */
    void end() {
        message.fragments--;
        flow = null;
        message = null;
        last = false;
        inFlight = false;
        sentAbandoned = false;
        naks = 0;
        transmitSize = 0;
        transmission = 0;
        sentBefore = null;
        sentAfter = null;
    }

    /** The number that stands for what was abandoned before it was sent, or for the end. */
    static Fragment abandoned(SendFlow flow, QueuedMessage message, long number, boolean last) {
        Fragment fragment = new Fragment();
        fragment.flow = flow;
        fragment.message = message;
        fragment.number = number;
        fragment.control = message.started() ? FragmentControl.END : FragmentControl.WHOLE;
        fragment.last = last;
        message.fragments++;
        return fragment;
    }

    boolean isAbandoned() {
        return message.isAbandoned();
    }

    boolean wasSent() {
        return transmission != 0;
    }

    @Override
    public long sequenceNumber() {
        return number;
    }
}
