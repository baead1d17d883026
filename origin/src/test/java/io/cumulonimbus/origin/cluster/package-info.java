/** What every directory must do, whatever it is made of. */
package io.cumulonimbus.origin.cluster;
