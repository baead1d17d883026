/** Tests of what realms share. */
package io.cumulonimbus.origin.cluster.realm;
