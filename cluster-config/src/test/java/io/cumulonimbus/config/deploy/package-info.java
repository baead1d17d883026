/** Tests of the files with which the programs are deployed. */
package io.cumulonimbus.config.deploy;
