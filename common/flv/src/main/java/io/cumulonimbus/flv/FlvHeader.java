package io.cumulonimbus.flv;

/**
 * What an FLV file says of itself at its start (annex E.2). Files are known to be wrong about it.
 *
 * @param audio whether audio tags are said to be present
 * @param video whether video tags are said to be present
 */
public record FlvHeader(boolean audio, boolean video) {}
