/** Tests of the command line of the origin. */
package io.cumulonimbus.origin.command;
