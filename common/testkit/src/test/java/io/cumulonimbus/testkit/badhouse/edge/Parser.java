package io.cumulonimbus.testkit.badhouse.edge;

import io.cumulonimbus.testkit.badhouse.amf.Value;

/** An edge that parses AMF. */
final class Parser {
    Value value;
}
