/** Tests of the command-line client. */
package io.cumulonimbus.cli;
