/** The fabric of several processes: an embedded Hazelcast member in each origin. */
package io.cumulonimbus.origin.cluster.hazelcast;
