package io.cumulonimbus.rtmfp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.chunk.Sequenced;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

class SequenceDequeTest {
    private record Numbered(long number) implements Sequenced {
        @Override
        public long sequenceNumber() {
            return number;
        }
    }

    private static List<Long> numbers(SequenceDeque<Numbered> deque) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < deque.size(); i++) {
            numbers.add(deque.get(i).number());
        }
        return numbers;
    }

    @SeededTest(seeds = 100)
    void itIsAnOrderedMapByUnsignedNumber(RandomGenerator random) {
        SequenceDeque<Numbered> deque = new SequenceDeque<>();
        TreeMap<Long, Long> model = new TreeMap<>(Long::compareUnsigned);
        long base = random.nextBoolean() ? 1 : Long.MAX_VALUE - 50;
        for (int i = 0; i < 400; i++) {
            long number = base + random.nextInt(100);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    boolean added = deque.insert(new Numbered(number));
                    assertThat(added).isEqualTo(model.putIfAbsent(number, number) == null);
                }
                case 2 -> {
                    long last = model.isEmpty() ? base : model.lastKey() + 1;
                    deque.addLast(new Numbered(last));
                    model.put(last, last);
                }
                case 3 -> {
                    if (!deque.isEmpty()) {
                        deque.removeFirst();
                        model.pollFirstEntry();
                    }
                }
                default -> {
                    long to = number + random.nextInt(10);
                    deque.remove(deque.indexAtLeast(number), deque.indexAtLeast(to));
                    model.subMap(number, to).clear();
                }
            }
            assertThat(numbers(deque)).isEqualTo(new ArrayList<>(model.keySet()));
            assertThat(deque.indexAtLeast(number)).isEqualTo(model.headMap(number).size());
        }
        deque.clear();
        assertThat(deque.isEmpty()).isTrue();
    }
}
