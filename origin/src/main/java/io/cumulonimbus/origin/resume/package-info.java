/**
 * Lets clients of edges outlive the origin: what they did is written down, kept by the edge, and
 * done again, unheard, by whoever takes over.
 */
package io.cumulonimbus.origin.resume;
