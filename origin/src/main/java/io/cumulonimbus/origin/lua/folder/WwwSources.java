package io.cumulonimbus.origin.lua.folder;

import io.cumulonimbus.origin.lua.lib.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The scripts below one folder, and nothing else, wherever links and dots may point. */
public final class WwwSources implements Sources {
    private static final long MAX_LENGTH = 4 << 20;

    private final Path www;
    private final Path top;

    /**
     * @param root the path of the folder below {@code www}; empty for all of it
     */
    public WwwSources(Path www, String root) {
        this.www = www.toAbsolutePath().normalize();
        this.top = this.www.resolve(root);
    }

    @Override
    public Optional<Source> find(String name, String from) {
        try {
            Path folder = www.resolve(from).getParent();
            Path base = folder != null && folder.startsWith(top) ? folder : top;
            Path file = base.resolve(name).normalize();
            Path real = file.toRealPath();
            if (!file.startsWith(top)
                    || !real.startsWith(top.toRealPath())
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
