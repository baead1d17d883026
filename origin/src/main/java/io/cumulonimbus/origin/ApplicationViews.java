package io.cumulonimbus.origin;

import io.cumulonimbus.admin.view.ApplicationView;
import io.cumulonimbus.client.Histogram;
import io.cumulonimbus.origin.app.RealmSheet;

/** Applications as operators read them. */
final class ApplicationViews {
    private static final double MS = 1e6;

    private ApplicationViews() {}

    static ApplicationView view(RealmSheet sheet) {
        Histogram times = sheet.times().all();
        long events = times.total();
        return new ApplicationView(
                "/" + sheet.root(),
                events,
                events == 0 ? 0 : times.sumNs() / MS / events,
                sheet.open(),
                sheet.refused());
    }
}
