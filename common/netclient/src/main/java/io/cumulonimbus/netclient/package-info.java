/**
 * The client side of NetConnection and NetStream, for the command line, the load generator and
 * tests: what Flash Player was, without the picture.
 *
 * <p>Methods of the public classes may be called from any thread and answer with futures, which are
 * completed on the client's loop; listeners are called on that loop. Neither may block it.
 */
package io.cumulonimbus.netclient;
