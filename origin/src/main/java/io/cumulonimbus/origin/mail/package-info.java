/** Mail of scripts: the way to a relay, off the loops. The only place that knows a mail library. */
package io.cumulonimbus.origin.mail;
