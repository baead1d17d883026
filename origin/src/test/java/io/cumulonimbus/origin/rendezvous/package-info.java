/** Clients that find each other. */
package io.cumulonimbus.origin.rendezvous;
