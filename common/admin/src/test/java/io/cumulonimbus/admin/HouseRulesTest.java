package io.cumulonimbus.admin;

import io.cumulonimbus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    @Test
    void theRulesOfTheHouseAreKept() {
        HouseRules.check("io.cumulonimbus.admin");
    }
}
