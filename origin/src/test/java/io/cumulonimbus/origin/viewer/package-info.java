/** Live viewers on simulated networks, over real RTMFP sessions. */
package io.cumulonimbus.origin.viewer;
