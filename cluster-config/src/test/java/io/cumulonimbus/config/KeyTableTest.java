package io.cumulonimbus.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The reference shown by {@code --help}. */
class KeyTableTest {
    @Test
    void theReferenceNamesEveryKeyWithItsDefault() {
        for (KeyTable table : new KeyTable[] {KeyTable.origin(), KeyTable.edge()}) {
            assertThat(table.keys()).isNotEmpty();
            for (ConfigKey<?> key : table.keys()) {
                assertThat(table.reference()).contains("  " + key.name() + " = ");
            }
        }
        assertThat(KeyTable.origin().reference())
                .contains("edges.port = 1936")
                .contains("Environment: CUMULONIMBUS_EDGES_SECRET");
    }

    @Test
    void linesOfTheReferenceFitATerminal() {
        assertThat(KeyTable.origin().reference().lines()).allMatch(line -> line.length() <= 102);
    }
}
