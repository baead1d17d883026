package io.cumulonimbus.net.warm;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** An edge with two origins behind it and two clients before it, all in memory. */
final class Scene {
    private static final int MOST_TURNS = 10_000;

    /** Time that passes with each turn, for those who take part: 100 µs. */
    private static final long STEP_NS = 100_000;

    private final List<LinkTalk> links;
    private final Caller one = new Caller();
    private final Caller two = new Caller();
    private final RandomGenerator random;
    private List<Runnable> talks = List.of();
    private int words;
    private int home;
    private long nowNs = STEP_NS;

    Scene(RandomGenerator random) {
        this.random = random;
        this.links = List.of(new LinkTalk(random), new LinkTalk(random));
    }

    /** The links are made, both clients come, and are answered; answers whether that went well. */
    boolean opens() {
        boolean linked = plays(() -> links.stream().allMatch(LinkTalk::isEstablished));
        RtmfpTalk rtmfp = new RtmfpTalk(links.get(home), one, random, nowNs);
        RtmpTalk rtmp = new RtmpTalk(links.get(home), two, random, nowNs);
        talks = List.of(() -> rtmfp.turn(nowNs), () -> rtmp.turn(nowNs));
        return linked && speaks();
    }

    /** Both clients move to the other origin, and are answered there; answers whether they were. */
    boolean moves() {
        LinkTalk from = links.get(home);
        home = 1 - home;
        LinkTalk to = links.get(home);
        from.moveTo(to);
        return plays(() -> to.served() == 2) && speaks();
    }

    private boolean speaks() {
        words++;
        return plays(() -> one.isAnswered(words) && two.isAnswered(words));
    }

    private boolean plays(BooleanSupplier end) {
        for (int i = 0; i < MOST_TURNS && !end.getAsBoolean(); i++) {
            nowNs += STEP_NS;
            one.turn(words);
            two.turn(words);
            talks.forEach(Runnable::run);
            links.forEach(link -> link.turn(nowNs));
        }
        return end.getAsBoolean();
    }
}
