package io.cumulonimbus.origin.app;

import io.cumulonimbus.amf.AmfObject;
import java.util.Optional;

/** Whether a client may connect. */
public sealed interface ConnectAnswer {
    /**
     * It may.
     *
     * @param extra fields to add to the information object of NetConnection.Connect.Success
     * @param account with whom it shares what it may have, if not with all of its application
     */
    record Accepted(AmfObject extra, Optional<String> account) implements ConnectAnswer {
        /** It shares with all of its application. */
        public Accepted(AmfObject extra) {
            this(extra, Optional.empty());
        }

        /** The account; what others call it unless the application called it something itself. */
        public Accepted orAccount(Optional<String> other) {
            return account.isPresent() ? this : new Accepted(extra, other);
        }

        /** The account, named apart from applications, or the application. */
        public String accountOr(String application) {
            return account.map(name -> ":" + name).orElse(application);
        }
    }

    /**
     * It may not: NetConnection.Connect.Rejected.
     *
     * @param description shown to the client as it is
     */
    record Rejected(String description) implements ConnectAnswer {}
}
