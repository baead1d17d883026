/**
 * The edge: a node without state of its own that ends its clients' cryptography and relays their
 * flows to an origin. It parses nothing of what it relays.
 */
package io.cumulonimbus.edge;
