package io.cumulonimbus.origin.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** A film whose publisher goes from origin to origin, without a key frame. */
class MovedFilmTest {
    private static final int PICTURES = 12;

    /** Three origins, the film at the first one, and somebody at each who has begun to watch. */
    private static final class Town {
        final RandomGenerator random;
        final SimOrigin.World world;
        final List<SimOrigin> origins = new ArrayList<>();
        final List<List<Long>> audience = new ArrayList<>();
        final SimFilm film;

        Town(long seed) {
            this(seed, List.of(0, 1, 2));
        }

        /**
         * @param watching the origins where somebody watches
         */
        Town(long seed, List<Integer> watching) {
            random = new SplittableRandom(seed);
            world = new SimOrigin.World(random);
            for (String name : List.of("ann", "ben", "cat")) {
                origins.add(world.origin(name, seed % 2 == 0));
            }
            world.turns.until("all know all", this::isSettled);
            film = new SimFilm(random, origins.get(0));
            for (int at : watching) {
                audience.add(origins.get(at).viewer());
                audience.add(origins.get(at).edge());
                audience.add(origins.get(at).edge());
            }
            world.turns.until(
                    "all watch",
                    () -> {
                        if (random.nextInt(20) == 0) {
                            film.keyFrame();
                        }
                        return audience.stream().noneMatch(List::isEmpty);
                    });
            isSeenBy(audience);
        }

        private boolean isSettled() {
            return origins.stream().allMatch(one -> one.directory.nodes().all().size() == 3);
        }

        void goesOn() {
            for (int i = random.nextInt(PICTURES); i >= 0; i--) {
                film.picture();
                world.turns.some();
            }
        }

        /** All who are there see every picture, once and in order. */
        void isSeenBy(List<List<Long>> those) {
            film.picture();
            long last = film.last();
            world.turns.until("all see it", () -> those.stream().allMatch(l -> saw(l, last)));
            for (List<Long> pictures : those) {
                assertThat(pictures)
                        .isEqualTo(LongStream.rangeClosed(pictures.get(0), last).boxed().toList());
            }
        }

        private static boolean saw(List<Long> pictures, long last) {
            return pictures.get(pictures.size() - 1) == last;
        }
    }

    @SeededTest(seeds = 60)
    void isWholeForAllWhoWatchItAnywhere(long seed) {
        Town town = new Town(seed);
        int at = 0;
        for (int i = 0; i < 4; i++) {
            town.goesOn();
            at = (at + 1 + town.random.nextInt(2)) % 3;
            town.film.moveTo(town.origins.get(at));
            town.goesOn();
            town.isSeenBy(town.audience);
        }
    }

    @SeededTest(seeds = 60)
    void isWholeForAllWhoAreLeftWhenItsOriginIsKilled(long seed) {
        Town town = new Town(seed);
        town.goesOn();
        town.world.kill(town.origins.get(0));
        town.film.escapeTo(town.origins.get(1 + town.random.nextInt(2)));
        town.goesOn();
        town.isSeenBy(town.audience.subList(3, 9));
    }

    /** It never moved: its own origin stays, and it is another one that edges had it by. */
    @SeededTest(seeds = 100)
    void goesOnBehindEdgesWhenTheOriginBetweenIsKilled(long seed) {
        List<Integer> others =
                List.of(List.of(1), List.of(0, 1), List.of(1, 2), List.of(0, 1, 2))
                        .get((int) Math.floorMod(seed, 4L));
        Town town = new Town(seed, others);
        int first = 3 * others.indexOf(1);
        List<List<Long>> edges = town.audience.subList(first + 1, first + 3);
        town.goesOn();
        town.world.kill(town.origins.get(1));
        int next = town.random.nextBoolean() ? 0 : 2;
        for (List<Long> edge : edges) {
            town.goesOn();
            town.origins.get(next).edge(edge);
        }
        town.goesOn();
        List<List<Long>> left = new ArrayList<>(town.audience);
        left.remove(first);
        town.isSeenBy(left);
    }
}
