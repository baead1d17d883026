/** What can be found out about a program and its machine before it serves, and while it does. */
package io.cumulonimbus.config.doctor;
