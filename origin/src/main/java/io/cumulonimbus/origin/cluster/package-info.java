/**
 * What the origins of a cluster know of each other: peers, groups, streams, realm leases and nodes,
 * messages between nodes, and what scripts share.
 */
package io.cumulonimbus.origin.cluster;
