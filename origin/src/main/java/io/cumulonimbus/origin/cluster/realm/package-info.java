/** What the scripts of one realm share with those of the same realm at other nodes. */
package io.cumulonimbus.origin.cluster.realm;
