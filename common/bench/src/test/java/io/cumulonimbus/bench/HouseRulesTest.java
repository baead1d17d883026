package io.cumulonimbus.bench;

import io.cumulonimbus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** The rules of the house, here. */
class HouseRulesTest {
    @Test
    void areKept() {
        HouseRules.check("io.cumulonimbus.bench");
    }
}
