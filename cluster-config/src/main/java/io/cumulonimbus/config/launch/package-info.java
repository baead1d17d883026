/**
 * What the programs of the cluster have in common between {@code main} and the first packet:
 * options, logs, the {@code READY} line, signals and exit codes.
 */
package io.cumulonimbus.config.launch;
