package io.cumulonimbus.config;

import java.nio.file.Path;

/**
 * The PEM files of our certificate.
 *
 * @param certificate absolute; ours first, then those that vouch for it
 * @param key absolute; its private key
 * @param makeMissing whether both are made, for trying out, when neither is there
 */
public record TlsConfig(Path certificate, Path key, boolean makeMissing) {}
