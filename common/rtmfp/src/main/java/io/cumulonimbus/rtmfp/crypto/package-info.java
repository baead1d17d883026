/**
 * The cryptography profile of RFC 7425 §4: packet protection, certificates, endpoint
 * discriminators, key agreement, cookies.
 */
package io.cumulonimbus.rtmfp.crypto;
