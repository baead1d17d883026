package io.cumulonimbus.admin.view;

import io.cumulonimbus.net.gateway.Departure;
import java.util.List;

/**
 * How a server gets rid of its clients that takes no further ones.
 *
 * @param draining whether it was told to
 * @param clients that are still here
 * @param complete whether nothing and nobody stayed so far that was to go in time
 * @param steps what was done so far, in order
 */
public record DrainView(boolean draining, long clients, boolean complete, List<StepView> steps) {
    /**
     * One of them.
     *
     * @param milliseconds after the first one
     * @param text what was done
     * @param left whether something stayed here that was to go
     */
    public record StepView(long milliseconds, String text, boolean left) {
        static StepView of(Departure.Step step) {
            return new StepView(step.ms(), step.text(), step.left());
        }
    }

    /** Of a departure as it is now. */
    public static DrainView of(Departure departure, boolean draining, long clients) {
        return new DrainView(
                draining,
                clients,
                departure.isComplete(),
                departure.steps().stream().map(StepView::of).toList());
    }
}
