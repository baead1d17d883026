package io.cumulonimbus.origin.record;

import io.cumulonimbus.origin.disk.SafeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicLong;

/** How much recordings of one application may still take. Threads of the disk. */
final class Space {
    private final SafeFolder folder;
    private final long quota;
    private final long reserve;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param quota bytes in all, 0 = no bound
     * @param reserve bytes that the disk keeps free
     */
    Space(SafeFolder folder, long quota, long reserve) {
        this.folder = folder;
        this.quota = quota;
        this.reserve = reserve;
    }

    /** Looks again at what is there: files come and go by other hands too. */
    void measure() throws IOException {
        used.set(folder.size());
    }

    /**
     * Counts bytes that are about to be written.
     *
     * @throws IOException when there is no room for them
     */
    void take(long bytes) throws IOException {
        if (quota > 0 && used.addAndGet(bytes) > quota) {
            throw new IOException("the application's quota is used up");
        }
        if (reserve > 0 && Files.getFileStore(folder.root()).getUsableSpace() - bytes < reserve) {
            throw new IOException("the disk is full");
        }
    }
}
