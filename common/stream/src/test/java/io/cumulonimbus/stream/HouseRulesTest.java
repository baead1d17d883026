package io.cumulonimbus.stream;

import io.cumulonimbus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void thisModuleKeepsTheRulesOfTheHouse() {
        HouseRules.check("io.cumulonimbus.stream");
    }
}
