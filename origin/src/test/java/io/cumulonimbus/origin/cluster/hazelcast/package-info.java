/** The directory over real members. */
package io.cumulonimbus.origin.cluster.hazelcast;
