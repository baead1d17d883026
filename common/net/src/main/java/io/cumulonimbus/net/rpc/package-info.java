/** Functions of applications over HTTP and WebSocket. */
package io.cumulonimbus.net.rpc;
