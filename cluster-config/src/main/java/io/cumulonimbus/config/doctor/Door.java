package io.cumulonimbus.config.doctor;

import java.net.InetSocketAddress;

/**
 * A port that a program opens.
 *
 * @param key the setting that names it
 * @param udp whether it is of UDP; otherwise of TCP
 */
public record Door(String key, InetSocketAddress address, boolean udp) {
    /** For people. */
    String shown() {
        return (udp ? "UDP " : "TCP ")
                + address.getAddress().getHostAddress()
                + ":"
                + address.getPort()
                + " ("
                + key
                + ")";
    }
}
