package io.cumulonimbus.amf;

import java.util.Objects;

/**
 * An XML text, not parsed.
 *
 * @param text as sent
 * @param document whether it is a (legacy) XMLDocument, AMF0's only kind, rather than AMF3's XML
 */
public record AmfXml(String text, boolean document) implements AmfValue {
    public AmfXml {
        Objects.requireNonNull(text);
    }
}
