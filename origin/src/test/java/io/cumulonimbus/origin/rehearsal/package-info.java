/** Tests of what is played before clients come. */
package io.cumulonimbus.origin.rehearsal;
