package io.cumulonimbus.origin.record;

import io.cumulonimbus.flv.FlvTag;
import java.util.List;

/**
 * Where a film goes on after a jump.
 *
 * @param ms the time of the next tag, in milliseconds
 * @param headers the codec headers that a decoder needs there
 */
public record FilmPlace(long ms, List<FlvTag> headers) {}
