/**
 * The command-line client that stands in for Flash Player: publishes FLV files, plays streams into
 * FLV files or pipes, and calls methods of the server.
 */
package io.cumulonimbus.cli;
