package io.cumulonimbus.origin.placement;

/** Hears what becomes of the realms that an origin gives away. On the loop that keeps the books. */
public interface HandOver {
    /** There are so many; what becomes of each comes after this. */
    void begins(int realms);

    /**
     * A realm has another home, which has loaded it.
     *
     * @param origin the name of that one
     */
    void given(String realm, String origin);

    /**
     * A realm stays, though there is another origin.
     *
     * @param origin the name of the one that was to have it
     */
    void kept(String realm, String origin);

    /**
     * The last so many realms stay, at least 1, because there is no other origin that could have
     * them.
     */
    void unwanted(int realms);
}
