package io.cumulonimbus.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.testkit.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The corners of both encodings that the vectors do not show. */
class AmfCodecTest {
    private static String amf0(AmfValue value) {
        return Vectors.hex(AmfWriter.amf0().write(value).toBytes());
    }

    private static String amf3(AmfValue value) {
        return Vectors.hex(AmfWriter.amf3().write(value).toBytes());
    }

    private static AmfValue readAmf0(String hex) throws MalformedAmfException {
        return AmfReader.amf0(Vectors.hex(hex)).read();
    }

    private static AmfValue readAmf3(String hex) throws MalformedAmfException {
        return AmfReader.amf3(Vectors.hex(hex)).read();
    }

    @Test
    void anObjectThatContainsItselfComesBackContainingItself() throws MalformedAmfException {
        AmfObject object = new AmfObject();
        object.put("self", object);

        AmfObject fromAmf0 = (AmfObject) readAmf0(amf0(object));
        AmfObject fromAmf3 = (AmfObject) readAmf3(amf3(object));

        assertThat(fromAmf0.get("self")).isSameAs(fromAmf0);
        assertThat(fromAmf3.get("self")).isSameAs(fromAmf3);
        assertThat(AmfStructure.same(fromAmf0, object)).isTrue();
    }

    @Test
    void oneInstanceInTwoArgumentsStaysOneInstance() throws MalformedAmfException {
        AmfArray shared = AmfArray.of(AmfValue.of(1));

        byte[] bytes = AmfWriter.amf0SwitchingToAmf3().write(shared).write(shared).toBytes();
        List<AmfValue> read = AmfReader.amf0(bytes).readAll();

        assertThat(Vectors.hex(bytes)).isEqualTo("11090301053ff0000000000000" + "110900");
        assertThat(read.get(0)).isSameAs(read.get(1));
    }

    @Test
    void theTableOfAmf0CountsEveryKindOfComplexValueInTheOrderTheyBegin()
            throws MalformedAmfException {
        String hex =
                "0a00000004" // 0: strict array of
                        + "03 0001 61 0a00000000 000009" // 1: object of 2: strict array
                        + "08 00000000 000009" // 3: ECMA array
                        + "10 0001 54 000009" // 4: typed object
                        + "07 0004";

        AmfArray array = (AmfArray) readAmf0(hex);

        assertThat(array.at(3)).isSameAs(array.at(2));
        assertThat(((AmfObject) array.at(2)).className()).isEqualTo("T");
    }

    @Test
    void aMixedArrayKeepsBothPartsInBothEncodings() throws MalformedAmfException {
        AmfArray mixed = AmfArray.of(AmfValue.of("x"), AmfValue.NULL).put("k", AmfValue.of(true));

        assertThat(amf0(mixed))
                .isEqualTo("0800000003" + "00013002000178" + "00013105" + "00016b0101" + "000009");
        assertThat(AmfStructure.same(readAmf0(amf0(mixed)), mixed)).isTrue();
        assertThat(amf3(mixed)).isEqualTo("0905036b0301060378" + "01");
        assertThat(AmfStructure.same(readAmf3(amf3(mixed)), mixed)).isTrue();
    }

    @Test
    void namesOutOfTurnAreMembersNotElements() throws MalformedAmfException {
        AmfArray sparse = (AmfArray) readAmf0("0800000000" + "00013105" + "0002303005" + "000009");

        assertThat(sparse.elements()).isEmpty();
        assertThat(sparse.members()).containsOnlyKeys("1", "00");
    }

    @Test
    void whatAmf0LacksBecomesTheNearestItHas() {
        assertThat(amf0(new AmfInteger(1))).isEqualTo("003ff0000000000000");
        assertThat(amf0(new AmfVector.OfInt(new int[] {1}, true)))
                .isEqualTo("0a00000001003ff0000000000000");
        assertThat(amf0(new AmfXml("<a/>", false))).isEqualTo("0f000000043c612f3e");
        assertThat(amf0(new AmfByteArray(new byte[3]))).isEqualTo("0d");
        assertThat(amf0(new AmfDictionary(true))).isEqualTo("0d");
        assertThat(amf0(new AmfExternal("X"))).isEqualTo("0d");
        assertThat(amf3(AmfNothing.UNSUPPORTED)).isEqualTo("00");
    }

    @Test
    void aWriterThatSwitchesCanStayInAmf0AsFarAsThatGoes() {
        AmfObject object =
                new AmfObject().put("o", new AmfObject()).put("b", new AmfByteArray(new byte[1]));

        AmfWriter writer = AmfWriter.amf0SwitchingToAmf3().writeInAmf0(object).write(object);

        assertThat(Vectors.hex(writer.toBytes()))
                .isEqualTo(
                        "03"
                                + "00016f03000009"
                                + "000162110c0300"
                                + "000009"
                                + "110a0b01"
                                + "036f"
                                + "0a0101"
                                + "0362"
                                + "0c00"
                                + "01");
    }

    @Test
    void aDateKeepsItsZoneInAmf0() throws MalformedAmfException {
        AmfDate date = new AmfDate(1.5, (short) -90);

        assertThat(amf0(date)).isEqualTo("0b3ff8000000000000ffa6");
        assertThat(readAmf0(amf0(date))).isEqualTo(date);
    }

    @Test
    void integersAreThoseOf29Bits() {
        assertThat(AmfInteger.orNumber(268435455)).isEqualTo(new AmfInteger(268435455));
        assertThat(AmfInteger.orNumber(-268435456)).isEqualTo(new AmfInteger(-268435456));
        assertThat(AmfInteger.orNumber(268435456)).isEqualTo(AmfValue.of(268435456));
        assertThat(AmfInteger.orNumber(-268435457)).isEqualTo(AmfValue.of(-268435457));
        assertThat(AmfInteger.orNumber(-0.0)).isEqualTo(AmfValue.of(-0.0));
        assertThat(AmfInteger.orNumber(Double.NaN)).isEqualTo(AmfValue.of(Double.NaN));
        assertThatThrownBy(() -> new AmfInteger(268435456))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void membersComeInTheOrderTheyWereSent() throws MalformedAmfException {
        AmfObject object = new AmfObject().put("z", 1).put("a", 2).put("m", 3).put("z", 4);

        assertThat(((AmfObject) readAmf0(amf0(object))).members().keySet())
                .containsExactly("z", "a", "m");
        assertThat(((AmfObject) readAmf3(amf3(object))).members().keySet())
                .containsExactly("z", "a", "m");
    }

    @Test
    void anUnknownExternalizableClassIsMalformedAndAKnownOneReadsItself()
            throws MalformedAmfException {
        byte[] bytes = Vectors.hex("0a0703580102 0a0102ff" + "0600");
        assertThatThrownBy(AmfReader.amf3(bytes)::read).isInstanceOf(MalformedAmfException.class);
        ExternalClasses known = ExternalClasses.FLEX.with("X", new TwoBytes());

        List<AmfValue> read =
                AmfReader.amf3(bytes, 0, bytes.length, AmfLimits.DEFAULT, known).readAll();

        AmfExternal first = (AmfExternal) read.get(0);
        assertThat(first.parts()).containsExactly(new AmfByteArray(new byte[] {1, 2}));
        assertThat(((AmfExternal) read.get(1)).className()).isEqualTo("X");
        assertThat(read.get(2)).isEqualTo(AmfValue.of("X"));
        AmfWriter writer = AmfWriter.amf3(AmfLimits.DEFAULT, known);
        read.forEach(writer::write);
        assertThat(writer.toBytes()).isEqualTo(bytes);
    }

    /** A class whose instances are two bytes. */
    private static final class TwoBytes implements ExternalClass {
        @Override
        public void read(AmfExternal target, ExternalInput in) throws MalformedAmfException {
            target.add(new AmfByteArray(in.readBytes(2)));
        }

        @Override
        public void write(AmfExternal source, ExternalOutput out) {
            out.writeBytes(((AmfByteArray) source.parts().getFirst()).bytes());
        }
    }

    @Test
    void leavesAreEqualByValueAndContainersByIdentity() {
        assertThat(AmfValue.of(Double.NaN)).isEqualTo(AmfValue.of(Double.NaN));
        assertThat(new AmfByteArray(new byte[] {1})).isEqualTo(new AmfByteArray(new byte[] {1}));
        assertThat(new AmfVector.OfDouble(new double[] {1}, true))
                .isEqualTo(new AmfVector.OfDouble(new double[] {1}, true))
                .isNotEqualTo(new AmfVector.OfDouble(new double[] {1}, false));
        assertThat(new AmfObject()).isNotEqualTo(new AmfObject());
        assertThat(new AmfArray()).isNotEqualTo(new AmfArray());
    }

    @Test
    void structureSeesEveryDifference() {
        AmfObject one = new AmfObject().put("a", 1).put("b", 2);

        assertThat(AmfStructure.same(one, new AmfObject().put("b", 2).put("a", 1))).isFalse();
        assertThat(AmfStructure.same(one, new AmfObject().put("a", 1).put("b", 3))).isFalse();
        assertThat(AmfStructure.same(one, AmfObject.typed("T").put("a", 1).put("b", 2))).isFalse();
        assertThat(AmfStructure.same(AmfArray.of(one), AmfArray.of(one, one))).isFalse();
        assertThat(AmfStructure.same(AmfValue.NULL, AmfValue.UNDEFINED)).isFalse();
    }
}
