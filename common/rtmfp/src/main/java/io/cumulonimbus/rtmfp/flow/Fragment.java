package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.rtmfp.chunk.FragmentControl;

/** An entry of a sending flow's SEND_QUEUE that has its number (RFC 7016 §3.6.2). */
final class Fragment implements Sequenced {
    final SendFlow flow;
    final QueuedMessage message;
    final long number;
    final int from;
    final int length;
    final FragmentControl control;
    final boolean last;

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

    Fragment sentAfter;

    private Fragment(
            SendFlow flow,
            QueuedMessage message,
            long number,
            int from,
            int length,
            FragmentControl control,
            boolean last) {
        this.flow = flow;
        this.message = message;
        this.number = number;
        this.from = from;
        this.length = length;
        this.control = control;
        this.last = last;
    }

    /** The next {@code length} bytes of {@code message}. */
    static Fragment of(SendFlow flow, QueuedMessage message, long number, int length) {
        boolean begins = message.fragmented() == 0;
        boolean ends = length == message.remaining();
        FragmentControl control =
                begins
                        ? (ends ? FragmentControl.WHOLE : FragmentControl.BEGIN)
                        : (ends ? FragmentControl.END : FragmentControl.MIDDLE);
        return new Fragment(flow, message, number, message.fragmented(), length, control, false);
    }

    /** The number that stands for what was abandoned before it was sent, or for the end. */
    static Fragment abandoned(SendFlow flow, QueuedMessage message, long number, boolean last) {
        FragmentControl control = message.started() ? FragmentControl.END : FragmentControl.WHOLE;
        return new Fragment(flow, message, number, 0, 0, control, last);
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
