/** The command line of the edge. */
package io.cumulonimbus.edge.command;
