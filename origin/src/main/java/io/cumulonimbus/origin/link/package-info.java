/** The origin's view of its edges: who they are, how busy, and which clients are sent to them. */
package io.cumulonimbus.origin.link;
