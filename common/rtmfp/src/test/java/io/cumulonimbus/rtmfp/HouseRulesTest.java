package io.cumulonimbus.rtmfp;

import io.cumulonimbus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** RTMFP is a pure state machine. */
class HouseRulesTest {
    @Test
    void theRulesOfTheHouseHold() {
        HouseRules.check("io.cumulonimbus.rtmfp");
    }
}
