/**
 * Plain TCP and UDP sockets for what runs on one loop, scripts above all: bounded in number, in
 * what waits in them, and in whom they reach.
 */
package io.cumulonimbus.net.socket;
