package io.cumulonimbus.net.udp;

import java.net.InetSocketAddress;

/** Takes what a UDP socket receives, on the socket's loop. */
interface DatagramReceiver {
    /** One datagram; the array is used again after the return. */
    void onDatagram(byte[] datagram, int length, InetSocketAddress from);

    /** Nothing more is waiting, or enough was taken for one turn: time to answer. */
    void onBatchEnd();
}
