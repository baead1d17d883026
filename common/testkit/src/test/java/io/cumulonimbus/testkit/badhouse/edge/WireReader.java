package io.cumulonimbus.testkit.badhouse.edge;

import io.cumulonimbus.testkit.badhouse.link.wire.Bytes;

/** A host that looks into its link. */
final class WireReader {
    Bytes bytes;
}
