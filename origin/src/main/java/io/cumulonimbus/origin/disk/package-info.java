/** Files: read and written off the loops, in folders that no name leads out of. */
package io.cumulonimbus.origin.disk;
