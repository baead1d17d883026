/** A simulated world of RTMFP endpoints, for tests of what stands on sessions. */
package io.cumulonimbus.rtmfp.world;
