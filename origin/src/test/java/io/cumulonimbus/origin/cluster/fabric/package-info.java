/** The directory in the memory of one process. */
package io.cumulonimbus.origin.cluster.fabric;
