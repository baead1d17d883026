package io.cumulonimbus.origin.lua.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * The names of an application's child folders, listed again at most every two seconds: a global
 * that a script misspells must not cost a look at the disk each time.
 */
public final class ChildFolders {
    private static final long STALE_NS = 2_000_000_000;

    private final Path folder;
    private Set<LuaString> names = Set.of();
    private long listedNs;
    private boolean listed;

    public ChildFolders(Path folder) {
        this.folder = folder;
    }

    /** Has the next question look at the disk. */
    public void forget() {
        listed = false;
    }

    public boolean contains(LuaString name, long nowNs) {
        if (!listed || nowNs - listedNs > STALE_NS) {
            names = list();
            listedNs = nowNs;
            listed = true;
        }
        return names.contains(name);
    }

    private Set<LuaString> list() {
        Set<LuaString> found = new HashSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                if (!name.startsWith(".") && Files.isDirectory(child)) {
                    found.add(LuaValue.valueOf(name));
                }
            }
        } catch (IOException gone) {
            return Set.of();
        }
        return found;
    }
}
