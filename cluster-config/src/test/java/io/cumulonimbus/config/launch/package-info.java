/** Tests of what a program does between main and the first packet. */
package io.cumulonimbus.config.launch;
