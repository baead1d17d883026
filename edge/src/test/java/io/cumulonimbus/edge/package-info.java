/** Tests of the edge. */
package io.cumulonimbus.edge;
