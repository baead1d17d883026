package io.cumulonimbus.stream;

/**
 * A subscription that lives on the client's own node, as the node sees it that decides about it.
 * Figures come once a second. Owned by the client's loop.
 */
public interface FarSubscription {
    /** Whether the viewer takes audio; see {@link Subscription#receiveAudio}. */
    void receiveAudio(boolean wanted);

    /** Whether the viewer takes video; see {@link Subscription#receiveVideo}. */
    void receiveVideo(boolean wanted);

    /** Holds back audio and video; see {@link Subscription#pause}. */
    void pause(boolean wanted);

    /**
     * A publication is over. What is written to the viewer's sink for data from now on reaches the
     * client behind all that comes of that publication, within reason.
     */
    void over(long publication);

    /** What went out, and did not, as audio. */
    Qos audioQos();

    /** What went out, and did not, as video. */
    Qos videoQos();

    /** The client gets no more of the stream. Harmless when repeated. */
    void end();
}
