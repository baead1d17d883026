/** The command line of the origin. */
package io.cumulonimbus.origin.command;
