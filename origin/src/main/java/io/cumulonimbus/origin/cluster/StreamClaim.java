package io.cumulonimbus.origin.cluster;

/**
 * Who has a stream's name.
 *
 * @param name the stream's name, with its application in front where names are not global
 * @param owner the origin where it is published
 * @param publication the random 64 bits of the publication
 * @param sinceMs when it was claimed, by the owner's wall clock in milliseconds
 */
public record StreamClaim(String name, NodeId owner, long publication, long sinceMs)
        implements Comparable<StreamClaim> {
    /** Of two claims to one name the lesser stays: the older, then that of the lesser node. */
    @Override
    public int compareTo(StreamClaim other) {
        int byAge = Long.compare(sinceMs, other.sinceMs);
        if (byAge != 0) {
            return byAge;
        }
        int byOwner = owner.compareTo(other.owner);
        return byOwner != 0 ? byOwner : Long.compareUnsigned(publication, other.publication);
    }
}
