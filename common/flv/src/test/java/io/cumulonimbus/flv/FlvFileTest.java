package io.cumulonimbus.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FlvFileTest {
    private static final FlvHeader HEADER = new FlvHeader(true, true);

    private static byte[] file(List<FlvTag> tags) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(FlvWriter.header(HEADER));
        tags.forEach(tag -> out.writeBytes(FlvWriter.tag(tag)));
        return out.toByteArray();
    }

    private static List<FlvTag> tags(RandomGenerator random) {
        int[] types = {FlvTag.AUDIO, FlvTag.VIDEO, FlvTag.SCRIPT};
        List<FlvTag> tags = new ArrayList<>();
        for (int i = random.nextInt(5, 30); i > 0; i--) {
            // Not zeros: in those, tags of no length could be seen.
            byte[] data = new byte[random.nextInt(random.nextBoolean() ? 20 : 2000)];
            random.nextBytes(data);
            tags.add(new FlvTag(types[random.nextInt(3)], random.nextInt(), data));
        }
        return tags;
    }

    private static List<FlvTag> read(FlvReader reader, byte[]... pieces)
            throws MalformedFlvException {
        List<FlvTag> read = new ArrayList<>();
        for (byte[] piece : pieces) {
            reader.feed(piece, read::add);
        }
        reader.finish(read::add);
        return read;
    }

    @Test
    void aFileLooksAsInTheSpecification() {
        assertThat(Vectors.hex(FlvWriter.header(new FlvHeader(false, true))))
                .isEqualTo("464c560101" + "00000009" + "00000000");
        assertThat(Vectors.hex(FlvWriter.tag(new FlvTag(9, 0x81020304, new byte[] {0x17, 2}))))
                .isEqualTo("09" + "000002" + "020304" + "81" + "000000" + "1702" + "0000000d");
        assertThat(Vectors.hex(FlvWriter.tag(new FlvTag(8, true, 1, new byte[0]))))
                .isEqualTo("28" + "000000" + "000001" + "00" + "000000" + "0000000b");
    }

    @SeededTest(seeds = 100)
    void tagsComeBackHoweverTheFileIsCut(RandomGenerator random) throws MalformedFlvException {
        List<FlvTag> tags = tags(random);
        byte[] file = file(tags);
        FlvReader reader = new FlvReader();
        List<FlvTag> read = new ArrayList<>();

        int most = random.nextBoolean() ? 7 : 5000;
        for (int at = 0; at < file.length; ) {
            int length = Math.min(file.length - at, random.nextInt(1, most));
            reader.feed(file, at, length, read::add);
            at += length;
        }

        assertThat(read).isEqualTo(tags); // without finish: every back-pointer was there
        assertThat(reader.header()).contains(HEADER);
        assertThat(reader.skippedBytes()).isZero();
    }

    @SeededTest(seeds = 100)
    void behindGarbageEveryTagIsFoundAgain(RandomGenerator random) throws MalformedFlvException {
        List<FlvTag> before = tags(random);
        List<FlvTag> after = tags(random);
        byte[] garbage = new byte[random.nextInt(1, 3000)];
        random.nextBytes(garbage);
        byte[] rest = file(after); // a second file glued on: its header is garbage too
        FlvReader reader = new FlvReader();

        List<FlvTag> read = read(reader, file(before), garbage, rest);

        List<FlvTag> all = new ArrayList<>(before);
        all.addAll(after);
        assertThat(read).isEqualTo(all);
        assertThat(reader.skippedBytes()).isEqualTo(garbage.length + 13L);
    }

    @SeededTest(seeds = 300)
    void aSpoiledFileLosesLittleMoreThanWhatWasSpoiled(RandomGenerator random)
            throws MalformedFlvException {
        List<FlvTag> tags = tags(random);
        byte[] front = FlvWriter.header(HEADER);
        byte[] first = FlvWriter.tag(tags.getFirst());
        byte[] spoiled = new Mutator(random).mutate(FlvWriter.tag(tags.get(1)));
        byte[] rest = file(tags.subList(2, tags.size()));

        List<FlvTag> read = read(new FlvReader(), front, first, spoiled, rest);

        assertThat(read).startsWith(tags.getFirst());
        assertThat(read).endsWith(tags.subList(3, tags.size()).toArray(FlvTag[]::new));
    }

    @Test
    void aLengthThatIsWrongSwallowsNothingForGood() throws MalformedFlvException {
        FlvTag tag = new FlvTag(9, 1, new byte[] {1, 2, 3});
        byte[] damaged = FlvWriter.tag(tag);
        damaged[1] = 0x20; // two megabytes that never come
        FlvReader reader = new FlvReader();

        List<FlvTag> read = read(reader, FlvWriter.header(HEADER), damaged, FlvWriter.tag(tag));

        assertThat(read).containsExactly(tag);
        assertThat(reader.skippedBytes()).isEqualTo(damaged.length);
    }

    @Test
    void backPointersThatWereNeverRightDoNoHarm() throws MalformedFlvException {
        FlvTag tag = new FlvTag(8, 1, new byte[] {1, 2, 3});
        byte[] wrong = FlvWriter.tag(tag);
        wrong[wrong.length - 1] = 0;
        FlvReader reader = new FlvReader();

        assertThat(read(reader, FlvWriter.header(HEADER), wrong, wrong, wrong))
                .containsExactly(tag, tag, tag);
        assertThat(reader.skippedBytes()).isZero();
        FlvReader damaged = new FlvReader();
        assertThat(read(damaged, FlvWriter.header(HEADER), wrong, new byte[20], wrong, wrong))
                .containsExactly(tag, tag); // nothing vouches for the one before the damage
        assertThat(damaged.skippedBytes()).isEqualTo(20 + wrong.length);
    }

    @Test
    void theLastTagNeedsNoBackPointerButAllOfItsData() throws MalformedFlvException {
        FlvTag tag = new FlvTag(8, 1, new byte[] {1, 2, 3});
        byte[] whole = FlvWriter.tag(tag);

        assertThat(read(new FlvReader(), FlvWriter.header(HEADER), cut(whole, 4)))
                .containsExactly(tag);
        FlvReader reader = new FlvReader();
        assertThat(read(reader, FlvWriter.header(HEADER), whole, cut(whole, 5)))
                .containsExactly(tag);
        assertThat(reader.skippedBytes()).isEqualTo(whole.length - 5);
    }

    private static byte[] cut(byte[] bytes, int less) {
        return Arrays.copyOf(bytes, bytes.length - less);
    }

    @Test
    void aLongerFileHeaderIsPassedOver() throws MalformedFlvException {
        FlvTag tag = new FlvTag(8, 1, new byte[] {1});

        assertThat(
                        read(
                                new FlvReader(),
                                Vectors.hex("464c560204 0000000b ffff 00000000"),
                                FlvWriter.tag(tag)))
                .containsExactly(tag);
    }

    @Test
    void whatIsNoFlvFileIsRefusedAtOnce() {
        for (String hex : new String[] {"00", "464c58", "464c5601050000000000000000"}) {
            assertThatThrownBy(() -> new FlvReader().feed(Vectors.hex(hex), tag -> {}))
                    .isInstanceOf(MalformedFlvException.class);
        }
    }
}
