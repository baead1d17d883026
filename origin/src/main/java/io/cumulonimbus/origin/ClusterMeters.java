package io.cumulonimbus.origin;

import io.cumulonimbus.admin.Metrics;
import io.cumulonimbus.origin.cluster.ClusterFigures;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.fabric.TableName;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** The figures of an origin's place in its cluster. */
final class ClusterMeters {
    private static final String CLUSTER = "cumulonimbus.cluster.";

    private ClusterMeters() {}

    static void add(Metrics metrics, Directory directory) {
        metrics.source(directory, () -> CompletableFuture.completedFuture(directory))
                .gauge(
                        CLUSTER + "nodes",
                        "Origins of the cluster that are seen from here, this one too",
                        all -> all.nodes().all().size())
                .counter(
                        CLUSTER + "names.lost",
                        "Streams that were ended because another origin has their name",
                        all -> all.streams().lost());
        addStore(metrics, directory);
    }

    private static void addStore(Metrics metrics, Directory directory) {
        Metrics.Source<ClusterFigures> figures =
                metrics.source(ClusterFigures.NONE, directory::figures)
                        .counter(CLUSTER + "questions", "To the directory", ClusterFigures::asked)
                        .counter(
                                CLUSTER + "questions.failed",
                                "Questions to the directory without an answer",
                                ClusterFigures::failed)
                        .gauge(
                                CLUSTER + "questions.open",
                                "Questions to the directory under way",
                                ClusterFigures::open)
                        .gauge(
                                CLUSTER + "safe",
                                "1 while all that this origin keeps has its backup",
                                all -> all.store().safe() ? 1 : 0)
                        .gauge(
                                CLUSTER + "moving",
                                "1 while parts of the directory go from one origin to another",
                                all -> all.store().moving() ? 1 : 0)
                        .counter(
                                CLUSTER + "moved",
                                "Parts of the directory that went from one origin to another",
                                all -> all.store().moved(),
                                "outcome",
                                "done")
                        .counter(
                                CLUSTER + "moved",
                                "Parts of the directory that went from one origin to another",
                                all -> all.store().notMoved(),
                                "outcome",
                                "failed");
        addTables(figures);
    }

    private static void addTables(Metrics.Source<ClusterFigures> figures) {
        for (TableName.Kind kind : TableName.Kind.values()) {
            String table = kind.name().toLowerCase(Locale.ROOT);
            figures.gauge(
                            CLUSTER + "entries",
                            "Entries of the directory that are kept here, without backups",
                            all -> kept(all, table).entries(),
                            "table",
                            table)
                    .gauge(
                            CLUSTER + "entries.bytes",
                            "Heap that the directory's entries take here, with backups",
                            all -> kept(all, table).bytes(),
                            "table",
                            table);
        }
    }

    private static ClusterFigures.Kept kept(ClusterFigures all, String table) {
        return all.store().tables().getOrDefault(table, ClusterFigures.Kept.NOTHING);
    }
}
