package io.cumulonimbus.watch;

import io.cumulonimbus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void theModuleKeepsTheRulesOfTheHouse() {
        HouseRules.check("io.cumulonimbus.watch");
    }
}
