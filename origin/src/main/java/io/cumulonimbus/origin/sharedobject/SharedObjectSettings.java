package io.cumulonimbus.origin.sharedobject;

/**
 * Limits of shared objects.
 *
 * @param objects of one application at the same time
 * @param files of one application's persistent objects
 * @param properties of one object
 * @param objectBytes of all properties of one object
 * @param propertyBytes of one property, name and value
 * @param nameLength most characters of an object's name
 * @param clientObjects that one client takes part in
 * @param clientBytes of one client's messages on their way, beyond which it has to wait
 * @param saveMs how long changes may be without being written to a file, milliseconds
 */
public record SharedObjectSettings(
        int objects,
        int files,
        int properties,
        int objectBytes,
        int propertyBytes,
        int nameLength,
        int clientObjects,
        int clientBytes,
        int saveMs) {
    /** What suits most. */
    public static final SharedObjectSettings DEFAULT =
            new SharedObjectSettings(
                    4096, 10_000, 4096, 1 << 20, 256 << 10, 256, 256, 512 << 10, 1_000);
}
