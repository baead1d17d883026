package io.cumulonimbus.origin.lua;

import io.cumulonimbus.origin.lua.lib.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The scripts below {@code www}, and nothing else, wherever links and dots may point. */
final class WwwSources implements Sources {
    private static final long MAX_LENGTH = 4 << 20;

    private final Path www;

    WwwSources(Path www) {
        this.www = www.toAbsolutePath().normalize();
    }

    @Override
    public Optional<Source> find(String name, String from) {
        try {
            Path folder = www.resolve(from).getParent();
            Path base = folder != null && folder.startsWith(www) ? folder : www;
            Path file = base.resolve(name).normalize();
            Path real = file.toRealPath();
            if (!file.startsWith(www)
                    || !real.startsWith(www.toRealPath())
                    || !Files.isRegularFile(real)
                    || Files.size(real) > MAX_LENGTH) {
                return Optional.empty();
            }
            String shown = www.relativize(file).toString();
            return Optional.of(new Source(shown, Files.readAllBytes(real)));
        } catch (IOException | InvalidPathException none) {
            return Optional.empty();
        }
    }
}
