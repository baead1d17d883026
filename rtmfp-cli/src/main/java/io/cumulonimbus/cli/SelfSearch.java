package io.cumulonimbus.cli;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.Redirect;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Asks a server for ourselves, as peers are asked for (RFC 7016 §3.5.1.4): it answers where it sees
 * us, and by which other addresses of its own we may ask again.
 */
final class SelfSearch {
    private static final int ATTEMPTS = 3;
    private static final int MOST_DOORS = 4;

    private final ProbeSocket socket;
    private final IHello question;
    private final long patienceNs;
    private final long deadlineNs;

    /**
     * @param question an IHello for our own peer id
     * @param patienceNs how long to wait for each answer
     */
    SelfSearch(ProbeSocket socket, IHello question, long patienceNs, long deadlineNs) {
        this.socket = socket;
        this.question = question;
        this.patienceNs = patienceNs;
        this.deadlineNs = deadlineNs;
    }

    /** Asks the server with which there is a session, then its other addresses. */
    Whereabouts at(InetSocketAddress server) throws IOException {
        InetSocketAddress local = local(server);
        List<Address> answer = ask(server);
        List<InetSocketAddress> elsewhere = new ArrayList<>();
        answer.stream()
                .filter(address -> address.origin() == Origin.RELAY)
                .map(Address::socket)
                .filter(door -> !door.equals(server))
                .limit(MOST_DOORS)
                .toList()
                .forEach(door -> seen(tryToAsk(door)).ifPresent(elsewhere::add));
        return new Whereabouts(local, seen(answer), List.copyOf(elsewhere));
    }

    private InetSocketAddress local(InetSocketAddress server) throws IOException {
        try (DatagramSocket towards = new DatagramSocket()) {
            towards.connect(server);
            int port = ((InetSocketAddress) socket.channel().getLocalAddress()).getPort();
            return new InetSocketAddress(towards.getLocalAddress(), port);
        }
    }

    private static Optional<InetSocketAddress> seen(List<Address> answer) {
        return answer.stream()
                .filter(address -> address.origin() == Origin.OBSERVED)
                .map(Address::socket)
                .findFirst();
    }

    /** An address that cannot even be sent to says nothing. */
    private List<Address> tryToAsk(InetSocketAddress door) {
        try {
            return ask(door);
        } catch (IOException noWay) {
            return List.of();
        }
    }

    private List<Address> ask(InetSocketAddress door) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            socket.sendStartup(question, door);
            long giveUpNs = Math.min(deadlineNs, System.nanoTime() + patienceNs);
            while (System.nanoTime() < giveUpNs) {
                for (Chunk chunk : socket.receiveStartup(giveUpNs)) {
                    if (chunk instanceof Redirect redirect
                            && Arrays.equals(redirect.tagEcho(), question.tag())
                            && socket.from().equals(door)) {
                        return redirect.addresses();
                    }
                }
            }
        }
        return List.of();
    }
}
