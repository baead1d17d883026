package io.cumulonimbus.link.stream;

import io.cumulonimbus.link.wire.LinkFrame.Figures;
import java.util.List;

/** The viewers of one session, of which there is something to report each second. */
public interface ViewerReports {
    /** How they fared since the last report; nothing of those who got nothing. */
    List<Figures> report();

    /** Whether there will never be anything to report again, as it is now. */
    boolean isEmpty();
}
