package io.cumulonimbus.testkit.badhouse.origin.app;

import io.cumulonimbus.testkit.badhouse.link.Frame;

/** An application that looks behind the seam. */
final class LinkKnower {
    Frame frame;
}
