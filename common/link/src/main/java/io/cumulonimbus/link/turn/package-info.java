/**
 * Whose turn it is on a link, and what the link is to everybody who has turns: its time, its limits
 * and its counters.
 */
package io.cumulonimbus.link.turn;
