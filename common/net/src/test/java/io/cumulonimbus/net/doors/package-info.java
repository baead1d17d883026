/** Tests of the doors. */
package io.cumulonimbus.net.doors;
