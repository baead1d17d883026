package io.cumulonimbus.amf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The constants are there whichever class of AMF is used first. */
class ConstantsTest {
    /** Sees an {@link AmfNothing} before anything else, and then asks for the constants. */
    public static final class NothingFirst implements Supplier<String> {
        @Override
        public String get() {
            return AmfNothing.values().length + " " + AmfValue.NULL + " " + AmfValue.UNDEFINED;
        }
    }

    @Test
    void nothingMayBeTheFirstValueSeen() throws Exception {
        try (URLClassLoader fresh = new URLClassLoader(classPath(), null)) {
            Object asker =
                    fresh.loadClass(NothingFirst.class.getName()).getConstructor().newInstance();
            assertThat(asker).isNotInstanceOf(NothingFirst.class);
            assertThat(((Supplier<?>) asker).get()).isEqualTo("3 NULL UNDEFINED");
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> all = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            all.add(Path.of(entry).toUri().toURL());
        }
        return all.toArray(URL[]::new);
    }
}
