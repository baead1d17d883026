package io.cumulonimbus.origin;

import io.cumulonimbus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void thisModuleKeepsTheRulesOfTheHouse() {
        HouseRules.check("io.cumulonimbus.origin");
    }
}
