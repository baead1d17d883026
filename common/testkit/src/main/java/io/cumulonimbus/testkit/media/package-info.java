/** Media that is made here, where no encoder at hand does. */
package io.cumulonimbus.testkit.media;
