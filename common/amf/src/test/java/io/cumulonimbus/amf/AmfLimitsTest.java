package io.cumulonimbus.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.cumulonimbus.testkit.Vectors;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer sends costs a bounded multiple of its bytes, and no stack. */
class AmfLimitsTest {
    private static final int DEEP = 100_000;

    private static AmfReader amf0(byte[] bytes, AmfLimits limits) {
        return AmfReader.amf0(bytes, 0, bytes.length, limits, ExternalClasses.FLEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0a00000001", "030001 61", "0800000000000161", "1000000001 61"})
    void amf0ThatIsAHundredThousandDeepIsMalformed(String opening) {
        byte[] bytes = Vectors.hex(opening.repeat(DEEP));

        assertThatThrownBy(AmfReader.amf0(bytes)::read)
                .isInstanceOf(MalformedAmfException.class)
                .hasMessageContaining("deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "090301", // array of one
                "0a0b01 0361", // {a: ...}
                "0a130103 61", // sealed {a: ...}
                "1003 00 01", // vector of one object
                "110300", // dictionary, the key
                "0a0743666c65782e6d6573736167696e672e696f2e4172726179436f6c6c656374696f6e"
            })
    void amf3ThatIsAHundredThousandDeepIsMalformed(String opening) {
        byte[] bytes = Vectors.hex(opening.repeat(DEEP));

        assertThatThrownBy(AmfReader.amf3(bytes)::read)
                .isInstanceOf(MalformedAmfException.class)
                .hasMessageContaining("deep");
    }

    @Test
    void aHundredThousandDeepValueIsComparedButNotWritten() {
        AmfValue one = deep();
        AmfValue other = deep();

        assertThat(AmfStructure.same(one, other)).isTrue();
        assertThat(one.toString()).hasSizeLessThan(100);
        for (AmfWriter writer :
                new AmfWriter[] {
                    AmfWriter.amf0(), AmfWriter.amf0SwitchingToAmf3(), AmfWriter.amf3()
                }) {
            assertThatThrownBy(() -> writer.write(one)).isInstanceOf(UnencodableAmfException.class);
        }
    }

    private static AmfValue deep() {
        AmfValue value = AmfValue.NULL;
        for (int i = 0; i < DEEP; i++) {
            value = i % 2 == 0 ? AmfArray.of(value) : new AmfObject().put("a", value);
        }
        return value;
    }

    /** A unit that is repeated to 60 000 bytes of AMF0 or AMF3. */
    record Greedy(String what, boolean amf3, String unit) {
        byte[] bytes() {
            byte[] head = Vectors.hex(amf3 ? "0a0b0103610101" : ""); // traits 0, string 0
            byte[] one = Vectors.hex(unit);
            byte[] bytes = Arrays.copyOf(head, 60_000);
            for (int at = head.length; at + one.length <= bytes.length; at += one.length) {
                System.arraycopy(one, 0, bytes, at, one.length);
            }
            return bytes;
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Greedy> greedy() {
        return Stream.of(
                new Greedy("an array that declares 2^31 elements", false, "0a7fffffff05"),
                new Greedy("arrays that each declare most of what follows", false, "0a0000c000"),
                new Greedy("empty objects", false, "03000009"),
                new Greedy("empty arrays", false, "0a00000000"),
                new Greedy("nulls", false, "05"),
                new Greedy("objects of one short member", false, "030001610500016205000009"),
                new Greedy("empty arrays in AMF3", true, "090101"),
                new Greedy("AMF3 arrays that declare most of what follows", true, "0986800101"),
                new Greedy("objects by reference to traits", true, "0a0101"),
                new Greedy("objects of members named by reference", true, "0a01 0001 01"),
                new Greedy("vectors that declare too much", true, "0d87ffffff00"),
                new Greedy("object vectors that declare what follows", true, "1086800101 01"),
                new Greedy("traits that declare too many names", true, "0ab3ffffff01"),
                new Greedy("sealed classes without members", true, "0a0301"),
                new Greedy("dictionaries", true, "110100"),
                new Greedy("integers", true, "0401"));
    }

    @ParameterizedTest
    @MethodSource("greedy")
    void readingAllocatesABoundedMultipleOfTheBytes(Greedy greedy) {
        byte[] bytes = greedy.bytes();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        readAll(greedy, bytes);
        long before = threads.getCurrentThreadAllocatedBytes();

        readAll(greedy, bytes);

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(64L * bytes.length);
    }

    private static void readAll(Greedy greedy, byte[] bytes) {
        try {
            (greedy.amf3 ? AmfReader.amf3(bytes) : AmfReader.amf0(bytes)).readAll();
        } catch (MalformedAmfException e) {
            assertThat(e).hasMessageNotContaining("reference");
        }
    }

    @Test
    void eachLimitIsKept() throws MalformedAmfException {
        AmfLimits limits = new AmfLimits(20, 2, 3, 4);

        assertThat(amf0(Vectors.hex("0200046162636405"), limits).readAll()).hasSize(2);
        assertThat(amf0(Vectors.hex("0a000000010a00000000"), limits).readAll()).hasSize(1);
        for (String beyond :
                new String[] {
                    "0200056162636465",
                    "050505 05",
                    "0a000000010a000000010a00000000",
                    "05".repeat(21)
                }) {
            assertThatThrownBy(amf0(Vectors.hex(beyond), limits)::readAll)
                    .isInstanceOf(MalformedAmfException.class);
        }
    }

    @Test
    void sharedTextsDoNotMakeTheWriterGrowBeyondItsLimit() {
        AmfString text = new AmfString("x".repeat(60_000));
        AmfArray array = new AmfArray();
        for (int i = 0; i < 1000; i++) {
            array.add(text);
        }

        assertThat(AmfWriter.amf3().write(array).length()).isLessThan(70_000);
        assertThatThrownBy(() -> AmfWriter.amf0().write(array))
                .isInstanceOf(UnencodableAmfException.class)
                .hasMessageContaining("bytes");
    }
}
