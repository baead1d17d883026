/** The chunks of RFC 7016 §2.3, one record each, and their codec. */
package io.cumulonimbus.rtmfp.chunk;
