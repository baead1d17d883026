package io.cumulonimbus.origin.stream;

/** Hears of what a viewer watches. */
interface StreamListener {
    /** Somebody publishes it now. */
    void published();

    /** Nobody publishes it any more; that was the publication of this id. */
    void unpublished(long publication);
}
