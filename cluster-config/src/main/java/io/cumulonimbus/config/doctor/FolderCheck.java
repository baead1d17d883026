package io.cumulonimbus.config.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a folder can be written to, and its disk has room. */
final class FolderCheck {
    private static final long LEAST_FREE = 200L << 20;

    private FolderCheck() {}

    static Finding look(String key, Path folder) {
        Path there = folder;
        while (there != null && Files.notExists(there)) {
            there = there.getParent();
        }
        String what = key + " " + folder;
        if (there == null || !Files.isDirectory(there)) {
            return Finding.bad(what + " is no folder: correct it");
        }
        if (!Files.isWritable(there) && !key.equals("www")) {
            return Finding.bad(what + " cannot be written to by this user: change its owner");
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            if (free < LEAST_FREE && !key.equals("www")) {
                return Finding.note(what + ": only " + (free >> 20) + " MB are free on its disk");
            }
        } catch (IOException e) {
            return Finding.note(what + ": " + e.getMessage());
        }
        return Finding.ok(what + (there == folder ? " is there" : " will be made"));
    }
}
