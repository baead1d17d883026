package io.cumulonimbus.origin.cluster;

/**
 * Who is the home of a realm. Everything done under it carries it, so that what was done under an
 * older one can be told and dropped.
 *
 * @param realm the realm's path
 * @param epoch grows by one with each new holder, from 1
 * @param holder the realm's home
 */
public record Lease(String realm, long epoch, NodeId holder) implements Comparable<Lease> {
    /** Of two leases of one realm the greater counts: by epoch, then by holder. */
    @Override
    public int compareTo(Lease other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : holder.compareTo(other.holder);
    }
}
