package io.cumulonimbus.origin.record;

import io.cumulonimbus.flv.FlvTag;
import java.util.List;

/**
 * A few tags of a film.
 *
 * @param tags in the order of the file
 * @param last whether no more follow
 */
public record FilmPiece(List<FlvTag> tags, boolean last) {}
