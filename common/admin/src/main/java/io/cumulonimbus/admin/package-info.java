/** What operators and their tools may ask a server: its health and its figures, by HTTP. */
package io.cumulonimbus.admin;
