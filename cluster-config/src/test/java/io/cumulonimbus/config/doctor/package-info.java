/** Tests of what is found out about a program and its machine. */
package io.cumulonimbus.config.doctor;
