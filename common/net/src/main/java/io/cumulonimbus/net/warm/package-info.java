/** Gets a server that has just been started ready for its first clients. */
package io.cumulonimbus.net.warm;
