package io.cumulonimbus.rtmfp.world;

import io.cumulonimbus.testkit.SeededTest;

/** Everything that may go wrong, mixed anew for each seed; {@code scripts/simulate} runs more. */
class OrdealTest {
    @SeededTest(seeds = 200)
    void nothingIsLostNothingIsExceededAndNothingRemains(Ordeal ordeal) {
        ordeal.run();
    }
}
