package io.cumulonimbus.origin;

import io.cumulonimbus.admin.view.Addresses;
import io.cumulonimbus.admin.view.ConnectivityView;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.roster.ClientSheet;
import io.cumulonimbus.origin.rendezvous.MeetingReport;
import io.cumulonimbus.origin.rendezvous.NatMapping;
import io.cumulonimbus.origin.rendezvous.PeerReport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Says how other clients can reach one, as far as an origin can tell. */
final class Diagnosis {
    private static final long PATIENCE_MS = 1000;
    private static final int UNIQUE_LOCAL = 0xfc;
    private static final int UNIQUE_LOCAL_MASK = 0xfe;
    private static final int SHARED_FIRST = 100;
    private static final int SHARED_SECOND = 64;
    private static final int SHARED_MASK = 0xc0;

    private final Origin origin;

    Diagnosis(Origin origin) {
        this.origin = origin;
    }

    /** Nothing is known of clients that cannot be reached by others anyway. */
    CompletableFuture<Optional<ConnectivityView>> of(ClientSheet sheet) {
        if (sheet.protocol() != Protocol.RTMFP) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return origin.peer(HexFormat.of().parseHex(sheet.peerId()))
                .thenApply(report -> report.map(Diagnosis::view))
                .completeOnTimeout(Optional.empty(), PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private static ConnectivityView view(PeerReport report) {
        String translator = translator(report);
        return new ConnectivityView(
                seenAs(report.address().getAddress()),
                translator,
                meaning(translator),
                report.reported().stream().map(Addresses::text).toList(),
                report.meetings().stream().map(Diagnosis::meeting).toList());
    }

    private static ConnectivityView.MeetingView meeting(MeetingReport meeting) {
        return new ConnectivityView.MeetingView(
                meeting.wanted(),
                meeting.connectivity().name().toLowerCase(Locale.ROOT),
                meeting.outcome().name().toLowerCase(Locale.ROOT),
                meeting.reason(),
                meeting.asked());
    }

    /** Who says of himself what we see has none before him. */
    private static String translator(PeerReport report) {
        InetSocketAddress seen = report.address();
        if (report.reported().stream().anyMatch(seen::equals)) {
            return "none";
        }
        return report.mapping() == NatMapping.UNKNOWN && !report.reported().isEmpty()
                ? "some"
                : report.mapping().name().toLowerCase(Locale.ROOT);
    }

    private static String meaning(String translator) {
        return switch (translator) {
            case "none" -> "It has the address that we see: others reach it directly.";
            case "independent" ->
                    "It keeps its address wherever it sends: others reach it directly once they are"
                            + " introduced.";
            case "dependent" ->
                    "A symmetric translator: it has another port for each destination, so only those"
                            + " without one reach it, or those who meet it at a relay.";
            case "some" ->
                    "There is a translator; of which kind is not known, as the client was seen at one"
                            + " of our ports only.";
            default -> "The client did not say which addresses it has.";
        };
    }

    static String seenAs(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "loopback";
        }
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length > 4 && (bytes[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
        boolean shared =
                bytes.length == 4
                        && bytes[0] == SHARED_FIRST
                        && (bytes[1] & SHARED_MASK) == SHARED_SECOND;
        return address.isSiteLocalAddress() || address.isLinkLocalAddress() || uniqueLocal || shared
                ? "private"
                : "public";
    }
}
