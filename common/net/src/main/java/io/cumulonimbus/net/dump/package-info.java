/** Lines of the log about single packets and messages, for whoever searches an error. */
package io.cumulonimbus.net.dump;
