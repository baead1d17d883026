/**
 * AMF0 and AMF3: values and codec.
 *
 * <p>{@link io.cumulonimbus.amf.AmfReader} turns bytes into {@link io.cumulonimbus.amf.AmfValue}s,
 * {@link io.cumulonimbus.amf.AmfWriter} the reverse. Leaves are immutable and equal by value;
 * objects, arrays, dictionaries and object vectors are mutable, have identity and may contain
 * themselves, so whoever walks them recursively bounds the depth.
 */
package io.cumulonimbus.amf;
