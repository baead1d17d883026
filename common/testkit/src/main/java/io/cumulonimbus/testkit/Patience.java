package io.cumulonimbus.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test wait for as long as a slow machine may take, unless it says otherwise. It is
 * found by itself.
 */
public final class Patience implements BeforeAllCallback {
    /** Nobody waits for so long who does not fail. */
    public static final Duration LIMIT = Duration.ofSeconds(90);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
