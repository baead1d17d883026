package io.cumulonimbus.origin.placement;

import io.cumulonimbus.origin.cluster.Lease;

/** The realms that may have their home here. Any thread. */
public interface Tenants {
    /** A realm is at home here by this lease: it may act until then, on the clock of loops. */
    void actsUntil(Lease lease, long ns);

    /** A realm is at home elsewhere: it ends here, and its clients go. */
    void letGo(String realm);
}
