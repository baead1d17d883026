package io.cumulonimbus.rtmfp.chunk;

import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Origin;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Any chunk, by chance. */
final class RandomChunks {
    private static final int KINDS = Chunk.class.getPermittedSubclasses().length;

    private final RandomGenerator random;

    RandomChunks(RandomGenerator random) {
        this.random = random;
    }

    Chunk next() {
        return switch (random.nextInt(KINDS)) {
            case 0 -> new IHello(bytes(200), bytes(20));
            case 1 -> new FIHello(bytes(40), address(), bytes(20));
            case 2 -> new RHello(bytes(20), bytes(66), bytes(1000));
            case 3 -> new Redirect(bytes(20), addresses());
            case 4 -> new CookieChange(bytes(66), bytes(66));
            case 5 -> iiKeying();
            case 6 -> riKeying();
            case 7 -> new Ping(bytes(1000));
            case 8 -> new PingReply(bytes(1000));
            case 9 -> userData();
            case 10 -> ack();
            case 11 -> new BufferProbe(number());
            case 12 -> new FlowExceptionReport(number(), number());
            case 13 -> new SessionClose();
            case 14 -> new SessionCloseAck();
            case 15 -> fragment();
            default -> throw new IllegalStateException("a new kind of chunk");
        };
    }

    long number() {
        return random.nextLong() >>> random.nextInt(64);
    }

    byte[] bytes(int max) {
        byte[] bytes = new byte[random.nextInt(max)];
        random.nextBytes(bytes);
        return bytes;
    }

    UserData userData() {
        boolean abandon = random.nextInt(4) == 0;
        long sequence = Math.max(1, number() >>> 1);
        long offset = abandon ? random.nextLong(sequence + 1) : random.nextLong(sequence) + 1;
        return new UserData(
                number(),
                sequence,
                sequence - offset,
                FragmentControl.values()[random.nextInt(4)],
                abandon,
                random.nextBoolean(),
                options(),
                abandon ? new byte[0] : bytes(1000));
    }

    List<Option> options() {
        List<Option> options = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            options.add(Option.of(number(), bytes(50)));
        }
        return options;
    }

    private PacketFragment fragment() {
        byte[] data = new byte[random.nextInt(1, 1000)];
        random.nextBytes(data);
        return new PacketFragment(random.nextBoolean(), number(), number(), data);
    }

    private IIKeying iiKeying() {
        int id = random.nextInt();
        byte[] cookie = bytes(66);
        byte[] certificate = bytes(1000);
        byte[] component = bytes(200);
        byte[] signed =
                new PacketWriter(2000)
                        .u32(id)
                        .vluBytes(cookie)
                        .vluBytes(certificate)
                        .vluBytes(component)
                        .toBytes();
        return new IIKeying(id, cookie, certificate, component, bytes(3), signed);
    }

    private RIKeying riKeying() {
        int id = random.nextInt();
        byte[] component = bytes(600);
        byte[] signed = new PacketWriter(2000).u32(id).vluBytes(component).toBytes();
        return new RIKeying(id, component, bytes(3), signed);
    }

    private Ack ack() {
        List<Range> received = new ArrayList<>();
        long cumulative = random.nextLong(1000);
        long at = cumulative;
        for (int i = random.nextInt(40); i > 0; i--) {
            long first = at + 2 + random.nextLong(100_000);
            at = first + random.nextLong(100_000);
            received.add(new Range(first, at));
        }
        return new Ack(number(), number(), cumulative, received);
    }

    private List<Address> addresses() {
        List<Address> addresses = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            addresses.add(address());
        }
        return addresses;
    }

    private Address address() {
        byte[] host = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(host);
        try {
            return new Address(
                    new InetSocketAddress(InetAddress.getByAddress(host), random.nextInt(65536)),
                    Origin.values()[random.nextInt(4)]);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
