package io.cumulonimbus.fuzz;

import io.cumulonimbus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** The rules of the house, here. */
class HouseRulesTest {
    @Test
    void areKept() {
        HouseRules.check("io.cumulonimbus.fuzz");
    }
}
