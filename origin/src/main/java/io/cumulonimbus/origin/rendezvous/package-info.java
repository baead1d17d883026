/**
 * How clients find each other: introductions for direct connections (RFC 7016 §3.5.1.6, RFC 7425
 * §5.4) and NetGroup membership.
 *
 * <p>What a client is to its peers is a {@link io.cumulonimbus.origin.rendezvous.Peer}, owned by
 * the client's loop. Who is where is kept on the hub loop, behind {@link
 * io.cumulonimbus.origin.rendezvous.RendezvousProxy}. Hellos of clients come and are answered on
 * the asker's loop; what happens in between may take as long as it needs.
 */
package io.cumulonimbus.origin.rendezvous;
