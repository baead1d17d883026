package io.cumulonimbus.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Everything that takes bytes from anybody. */
final class Targets {
    private Targets() {}

    static Target named(String name) {
        return all().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target " + name));
    }

    static List<Target> all() {
        List<Target> all = new ArrayList<>(RtmfpParsers.all());
        all.add(new KeyingTarget());
        all.addAll(EndpointTargets.all());
        all.addAll(MediaParsers.all());
        all.addAll(RtmpParsers.all());
        all.add(new TunnelTarget());
        all.add(new LinkTarget());
        return all;
    }
}
