package io.cumulonimbus.edge;

import io.cumulonimbus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** This module keeps the rules of the house. */
class HouseRulesTest {
    @Test
    void theRulesAreKept() {
        HouseRules.check("io.cumulonimbus.edge");
    }
}
