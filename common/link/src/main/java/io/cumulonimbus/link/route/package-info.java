/**
 * Which origin is the home of a client, as edges ask for it: what a client begins with goes to any
 * origin, unread, and the answer is where to open its session. Pure state; the frames are the
 * link's.
 */
package io.cumulonimbus.link.route;
