package io.cumulonimbus.origin;

import io.cumulonimbus.admin.api.ApiRoute;
import io.cumulonimbus.admin.api.Page;
import io.cumulonimbus.admin.view.Addresses;
import io.cumulonimbus.admin.view.IntroductionView;
import io.cumulonimbus.admin.view.RecentIntroductionView;
import io.cumulonimbus.origin.rendezvous.IntroductionOutcome;
import io.cumulonimbus.origin.rendezvous.RecentIntroduction;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** What operators can ask of introductions. */
final class IntroductionRoutes {
    private IntroductionRoutes() {}

    static List<ApiRoute> of(Origin origin, OriginControls controls) {
        return List.of(
                ApiRoute.list(
                        "/api/introductions",
                        "listIntroductions",
                        "What became of wishes of clients to meet another",
                        IntroductionView.class,
                        call -> {
                            List<IntroductionView> all =
                                    origin.introductions().entrySet().stream()
                                            .map(e -> view(e.getKey(), e.getValue()))
                                            .toList();
                            return CompletableFuture.completedFuture(
                                    Page.of(all, all.size(), IntroductionView::outcome));
                        }),
                ApiRoute.list(
                        "/api/introductions/latest",
                        "listLatestIntroductions",
                        "The latest wishes of clients to meet another, the last one first",
                        RecentIntroductionView.class,
                        call -> {
                            List<RecentIntroductionView> all =
                                    controls.latestIntroductions().stream()
                                            .map(IntroductionRoutes::view)
                                            .toList();
                            return CompletableFuture.completedFuture(
                                    Page.of(all, all.size(), one -> Long.toString(one.id())));
                        }));
    }

    private static IntroductionView view(IntroductionOutcome outcome, long count) {
        return new IntroductionView(word(outcome), outcome.reason(), outcome.isRemarkable(), count);
    }

    private static RecentIntroductionView view(RecentIntroduction one) {
        return new RecentIntroductionView(
                one.number(),
                Instant.ofEpochMilli(one.timeMs()).toString(),
                Addresses.text(one.asker()),
                one.wanted(),
                word(one.outcome()),
                one.outcome().reason(),
                one.outcome().isRemarkable());
    }

    private static String word(IntroductionOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
