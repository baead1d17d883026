package io.cumulonimbus.amf;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Whatever is written is read back the same; whatever is spoiled is refused in order. */
class AmfRoundTripTest {
    private static List<AmfValue> values(RandomGenerator random, boolean amf3) {
        RandomValues source = new RandomValues(random, amf3);
        List<AmfValue> values = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            values.add(source.next());
        }
        return values;
    }

    private static byte[] written(AmfWriter writer, List<AmfValue> values) {
        values.forEach(writer::write);
        return writer.toBytes();
    }

    @SeededTest(seeds = 500)
    void amf0IsReadAsItWasWritten(RandomGenerator random) throws MalformedAmfException {
        List<AmfValue> values = values(random, false);

        List<AmfValue> read = AmfReader.amf0(written(AmfWriter.amf0(), values)).readAll();

        assertThat(AmfStructure.same(read, values)).isTrue();
    }

    @SeededTest(seeds = 500)
    void amf3IsReadAsItWasWritten(RandomGenerator random) throws MalformedAmfException {
        List<AmfValue> values = values(random, true);

        List<AmfValue> read = AmfReader.amf3(written(AmfWriter.amf3(), values)).readAll();

        assertThat(AmfStructure.same(read, values)).isTrue();
    }

    @SeededTest(seeds = 500)
    void amf0ThatSwitchesToAmf3LosesOnlyWhatIsAnInteger(RandomGenerator random)
            throws MalformedAmfException {
        List<AmfValue> values = values(random, true);

        byte[] bytes = written(AmfWriter.amf0SwitchingToAmf3(), values);
        List<AmfValue> read = AmfReader.amf0(bytes).readAll();

        values.replaceAll(v -> v instanceof AmfInteger i ? AmfValue.of(i.value()) : v);
        assertThat(AmfStructure.same(read, values)).isTrue();
    }

    @SeededTest(seeds = 500)
    void writingWhatWasReadGivesTheSameBytes(RandomGenerator random) throws MalformedAmfException {
        byte[] bytes = written(AmfWriter.amf3(), values(random, true));

        assertThat(written(AmfWriter.amf3(), AmfReader.amf3(bytes).readAll())).isEqualTo(bytes);
    }

    @SeededTest(seeds = 300)
    void spoiledBytesAreReadOrRefusedAndWhatIsReadCanBeWritten(RandomGenerator random) {
        Mutator mutator = new Mutator(random);
        byte[] amf0 = written(AmfWriter.amf0(), values(random, false));
        byte[] mixed = written(AmfWriter.amf0SwitchingToAmf3(), values(random, true));
        byte[] amf3 = written(AmfWriter.amf3(), values(random, true));
        for (int i = 0; i < 30; i++) {
            readAndWrite(AmfReader.amf0(mutator.mutate(amf0)));
            readAndWrite(AmfReader.amf0(mutator.mutate(mixed)));
            readAndWrite(AmfReader.amf3(mutator.mutate(amf3)));
        }
    }

    // Anything but these two exceptions fails the test.
    private static void readAndWrite(AmfReader reader) {
        try {
            List<AmfValue> values = reader.readAll();
            assertThat(AmfStructure.same(values, values)).isTrue();
            written(AmfWriter.amf0(), values);
            written(AmfWriter.amf0SwitchingToAmf3(), values);
            byte[] again = written(AmfWriter.amf3(), values);
            assertThat(AmfReader.amf3(again).readAll()).hasSameSizeAs(values);
        } catch (MalformedAmfException | UnencodableAmfException e) {
            assertThat(e.getStackTrace()).isEmpty();
        }
    }
}
