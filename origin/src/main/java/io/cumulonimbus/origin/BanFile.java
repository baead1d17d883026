package io.cumulonimbus.origin;

import io.cumulonimbus.config.LiteralAddress;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.origin.disk.FileProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where bans are kept over a restart: a file with an address in each line. Any thread; written on
 * threads of the disk, many changes at once.
 */
final class BanFile {
    private static final Logger LOG = LoggerFactory.getLogger(BanFile.class);

    private final Path file;
    private final DiskProxy disk;
    private final Bans bans;
    private final AtomicBoolean due = new AtomicBoolean();

    /** Nothing is read or written yet. */
    BanFile(Path file, DiskProxy disk, Bans bans) {
        this.file = file;
        this.disk = disk;
        this.bans = bans;
    }

    /** What it says; lines that are no addresses are left out. Blocks. */
    List<InetAddress> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.limit(Bans.MOST)
                    .map(String::strip)
                    .map(LiteralAddress::parse)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Bans are not known any more, because {} cannot be read: {}", file, e);
            return List.of();
        }
    }

    /** Something changed: it is written soon. */
    void changed() {
        if (due.getAndSet(true)) {
            return;
        }
        Optional<FileProxy> place = disk.open(1);
        if (place.isEmpty()) {
            due.set(false);
            LOG.warn("Bans are not kept: too much is written at the same time");
            return;
        }
        place.get().close(this::write);
    }

    private void write() {
        due.set(false);
        Path made = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(
                    made, bans.all().stream().map(InetAddress::getHostAddress).sorted().toList());
            Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("Bans are not kept: {} cannot be written: {}", file, e.toString());
        }
    }
}
