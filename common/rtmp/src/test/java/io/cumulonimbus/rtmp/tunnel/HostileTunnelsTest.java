package io.cumulonimbus.rtmp.tunnel;

import static io.cumulonimbus.rtmp.tunnel.TunnelRig.videoMessage;
import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmp.tunnel.TunnelRig.Exchange;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** Whatever is asked is answered, and costs nobody else anything. */
class HostileTunnelsTest {
    private final TunnelRig rig = new TunnelRig(TunnelConfig.DEFAULT.withNode("eu-1a"));

    @AfterEach
    void rulesOfTheSeamWereKept() {
        rig.verify();
    }

    @SeededTest(seeds = 200)
    void whateverIsAskedIsAnsweredInTime(RandomGenerator random) {
        Mutator mutator = new Mutator(random);
        String id = rig.shaken();
        List<Exchange> all = new ArrayList<>();
        String[] verbs = {"send", "idle", "send", "idle", "open", "close", "fcs"};
        for (int i = 0; i < 40; i++) {
            String path =
                    "/"
                            + verbs[random.nextInt(i > 30 ? 7 : 5)]
                            + "/"
                            + id
                            + "/"
                            + random.nextInt(20);
            if (random.nextInt(4) == 0) {
                byte[] spoiled = mutator.mutate(path.getBytes(StandardCharsets.ISO_8859_1));
                path = new String(spoiled, StandardCharsets.ISO_8859_1);
            }
            byte[] body = mutator.mutate(videoMessage(random.nextInt(100)));
            all.add(rig.post(path, body));
            if (random.nextInt(5) == 0) {
                rig.pass(random.nextInt(300));
            }
        }
        for (int i = 0; i < 50; i++) {
            rig.pass(100);
        }
        assertThat(all).allMatch(Exchange::isAnswered);
        all.stream()
                .filter(exchange -> exchange.status() != 200)
                .forEach(exchange -> assertThat(exchange.body()).isEmpty());
    }

    @SeededTest(seeds = 60)
    void repeatedAndReorderedRequestsComeToTheSame(RandomGenerator random) {
        String id = rig.shaken();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            order.add(i);
            if (random.nextInt(4) == 0) {
                order.add(i);
            }
        }
        int[] keys = new int[order.size()];
        Arrays.setAll(keys, i -> i + random.nextInt(10));
        List<Integer> places = new ArrayList<>(IntStream.range(0, keys.length).boxed().toList());
        places.sort(Comparator.comparingInt(i -> keys[i]));
        List<Exchange> all = new ArrayList<>();
        for (int place : places) {
            int number = order.get(place);
            byte[] message = videoMessage(4);
            message[12] = (byte) number;
            all.add(rig.send(id, 2 + number, message));
        }
        assertThat(all).allMatch(Exchange::isAnswered);
        List<Integer> got =
                rig.handlers.get(0).flows().get(0).messages().stream()
                        .map(message -> message.byteAt(5))
                        .toList();
        assertThat(got).isEqualTo(order.stream().distinct().sorted().toList());
    }
}
