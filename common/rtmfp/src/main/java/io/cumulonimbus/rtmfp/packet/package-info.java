/** Elementary encodings and the packet format: RFC 7016 §2.1 and §2.2. */
package io.cumulonimbus.rtmfp.packet;
