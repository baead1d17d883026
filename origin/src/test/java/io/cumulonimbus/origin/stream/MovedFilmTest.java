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
            random = new SplittableRandom(seed);
            world = new SimOrigin.World(random);
            for (String name : List.of("ann", "ben", "cat")) {
                origins.add(world.origin(name, seed % 2 == 0));
            }
            world.turns.until("all know all", this::isSettled);
            film = new SimFilm(random, origins.get(0));
            for (SimOrigin origin : origins) {
                audience.add(origin.viewer());
                audience.add(origin.edge());
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
        town.isSeenBy(town.audience.subList(2, 6));
    }
}
