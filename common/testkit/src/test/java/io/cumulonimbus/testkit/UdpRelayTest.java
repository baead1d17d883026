package io.cumulonimbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/** The relay between real sockets. */
class UdpRelayTest {
    private final DatagramSocket server = socket();

    private static DatagramSocket socket() {
        try {
            DatagramSocket socket =
                    new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.setSoTimeout(60_000);
            return socket;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private InetSocketAddress serverAddress() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private static void send(DatagramSocket from, SocketAddress to, String text)
            throws IOException {
        from.send(new DatagramPacket(text.getBytes(), text.length(), to));
    }

    private static DatagramPacket receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        at.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength());
    }

    @Test
    void clientsAreToldApartAndAnswersFindThem() throws IOException {
        try (UdpRelay relay = new UdpRelay(serverAddress(), 0, 1);
                DatagramSocket first = socket();
                DatagramSocket second = socket()) {
            send(first, relay.address(), "one");
            DatagramPacket one = receive(server);
            send(second, relay.address(), "two");
            DatagramPacket two = receive(server);
            assertThat(one.getSocketAddress()).isNotEqualTo(two.getSocketAddress());
            send(server, two.getSocketAddress(), "to two");
            send(server, one.getSocketAddress(), "to one");
            assertThat(text(receive(first))).isEqualTo("to one");
            assertThat(text(receive(second))).isEqualTo("to two");
            assertThat(relay.relayed()).isEqualTo(4);
        }
    }

    @Test
    void whatIsLostIsCounted() throws IOException {
        try (UdpRelay relay = new UdpRelay(serverAddress(), 0.5, 1);
                DatagramSocket client = socket()) {
            for (int i = 0; i < 100; i++) {
                send(client, relay.address(), "number " + i);
            }
            long deadlineNs = System.nanoTime() + 10_000_000_000L;
            while (relay.relayed() + relay.dropped() < 100 && System.nanoTime() < deadlineNs) {
                Thread.onSpinWait();
            }
            assertThat(relay.relayed() + relay.dropped()).isEqualTo(100);
            assertThat(relay.dropped()).isBetween(20L, 80L);
        }
    }

    @Test
    void aReboundClientComesFromAnotherAddress() throws IOException {
        try (UdpRelay relay = new UdpRelay(serverAddress(), 0, 1);
                DatagramSocket client = socket()) {
            send(client, relay.address(), "before");
            SocketAddress before = receive(server).getSocketAddress();
            relay.rebind();
            send(client, relay.address(), "after");
            DatagramPacket after = receive(server);
            assertThat(text(after)).isEqualTo("after");
            assertThat(after.getSocketAddress()).isNotEqualTo(before);
        }
    }
}
