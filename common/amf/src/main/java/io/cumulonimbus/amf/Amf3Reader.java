package io.cumulonimbus.amf;

import java.util.ArrayList;
import java.util.List;

/** Reads AMF3 values and holds the three reference tables (AMF3 §2.2). */
final class Amf3Reader implements ExternalInput {
    private final AmfInput in;
    private final ExternalClasses externals;
    private final List<AmfString> strings = new ArrayList<>(0);
    private final List<AmfValue> objects = new ArrayList<>(0);
    private final List<Traits> traits = new ArrayList<>(0);

    /** What the traits table holds: externalizable classes are in it too. */
    private record Traits(AmfTraits traits, boolean external) {}

    Amf3Reader(AmfInput in, ExternalClasses externals) {
        this.in = in;
        this.externals = externals;
    }

    AmfValue read() throws MalformedAmfException {
        in.countValue();
        int marker = in.u8();
        return switch (marker) {
            case Amf3Marker.UNDEFINED -> AmfNothing.UNDEFINED;
            case Amf3Marker.NULL -> AmfNothing.NULL;
            case Amf3Marker.FALSE -> AmfBoolean.FALSE;
            case Amf3Marker.TRUE -> AmfBoolean.TRUE;
            case Amf3Marker.INTEGER -> new AmfInteger(in.u29() << 3 >> 3);
            case Amf3Marker.DOUBLE -> new AmfNumber(in.f64());
            case Amf3Marker.STRING -> string();
            default -> {
                if (marker > Amf3Marker.DICTIONARY) {
                    throw new MalformedAmfException("no AMF3 marker: " + marker);
                }
                yield complex(marker);
            }
        };
    }

    private AmfString string() throws MalformedAmfException {
        int header = in.u29();
        if ((header & 1) == 0) {
            return at(strings, header >> 1);
        }
        if (header == 1) {
            return AmfString.EMPTY; // AMF3 §1.3.2: never in the table
        }
        AmfString text = new AmfString(in.utf8(header >> 1));
        strings.add(text);
        return text;
    }

    private static <T> T at(List<T> table, int index) throws MalformedAmfException {
        if (index >= table.size()) {
            throw new MalformedAmfException("reference " + index + " of " + table.size());
        }
        return table.get(index);
    }

    private AmfValue complex(int marker) throws MalformedAmfException {
        int header = in.u29();
        if ((header & 1) == 0) {
            return at(objects, header >> 1);
        }
        in.enter();
        int count = header >> 1;
        AmfValue value =
                switch (marker) {
                    case Amf3Marker.XML_DOCUMENT -> keep(new AmfXml(in.utf8(count), true));
                    case Amf3Marker.XML -> keep(new AmfXml(in.utf8(count), false));
                    case Amf3Marker.DATE -> keep(new AmfDate(in.f64()));
                    case Amf3Marker.BYTE_ARRAY -> keep(new AmfByteArray(in.copy(count)));
                    case Amf3Marker.ARRAY -> array(count);
                    case Amf3Marker.OBJECT -> object(count);
                    case Amf3Marker.VECTOR_INT -> keep(intVector(count));
                    case Amf3Marker.VECTOR_UINT -> keep(uintVector(count));
                    case Amf3Marker.VECTOR_DOUBLE -> keep(doubleVector(count));
                    case Amf3Marker.VECTOR_OBJECT -> objectVector(count);
                    default -> dictionary(count);
                };
        in.leave();
        return value;
    }

    private <T extends AmfValue> T keep(T value) {
        objects.add(value);
        return value;
    }

    // Mutable values are in the table before what is inside them: cycles refer to them from there.
    private AmfArray array(int declared) throws MalformedAmfException {
        int count = in.count(declared, 1);
        AmfArray array = keep(new AmfArray());
        for (String name = string().value(); !name.isEmpty(); name = string().value()) {
            array.put(name, read());
        }
        for (int i = 0; i < count; i++) {
            array.add(read());
        }
        return array;
    }

    private AmfValue object(int header) throws MalformedAmfException {
        Traits known = (header & 1) == 0 ? at(traits, header >> 1) : traits(header >> 1);
        if (known.external) {
            return external(known.traits.className());
        }
        AmfObject object = keep(new AmfObject(known.traits));
        for (String name : known.traits.sealedNames()) {
            object.put(name, read());
        }
        if (known.traits.dynamic()) {
            for (String name = string().value(); !name.isEmpty(); name = string().value()) {
                object.put(name, read());
            }
        }
        return object;
    }

    private Traits traits(int header) throws MalformedAmfException {
        boolean external = (header & 1) != 0;
        boolean dynamic = !external && (header & 2) != 0;
        String className = string().value();
        int count = external ? 0 : in.count(header >> 2, 1);
        List<String> names = new ArrayList<>(Math.min(count, 8));
        for (int i = 0; i < count; i++) {
            names.add(string().value());
        }
        Traits read = new Traits(new AmfTraits(className, names, dynamic), external);
        traits.add(read);
        return read;
    }

    private AmfExternal external(String className) throws MalformedAmfException {
        ExternalClass known =
                externals
                        .find(className)
                        .orElseThrow(
                                () -> new MalformedAmfException("unknown externalizable class"));
        AmfExternal external = keep(new AmfExternal(className));
        known.read(external, this);
        return external;
    }

    private AmfVector intVector(int declared) throws MalformedAmfException {
        boolean fixed = in.u8() != 0;
        return new AmfVector.OfInt(ints(declared), fixed);
    }

    private AmfVector uintVector(int declared) throws MalformedAmfException {
        boolean fixed = in.u8() != 0;
        return new AmfVector.OfUInt(ints(declared), fixed);
    }

    private int[] ints(int declared) throws MalformedAmfException {
        int[] values = new int[in.count(declared, Integer.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.i32();
        }
        return values;
    }

    private AmfVector doubleVector(int declared) throws MalformedAmfException {
        boolean fixed = in.u8() != 0;
        double[] values = new double[in.count(declared, Double.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.f64();
        }
        return new AmfVector.OfDouble(values, fixed);
    }

    private AmfVector objectVector(int declared) throws MalformedAmfException {
        boolean fixed = in.u8() != 0;
        AmfVector.OfObject vector = keep(new AmfVector.OfObject(string().value(), fixed));
        int count = in.count(declared, 1);
        for (int i = 0; i < count; i++) {
            vector.add(read());
        }
        return vector;
    }

    private AmfDictionary dictionary(int declared) throws MalformedAmfException {
        AmfDictionary dictionary = keep(new AmfDictionary(in.u8() != 0));
        int count = in.count(declared, 2);
        for (int i = 0; i < count; i++) {
            AmfValue key = read();
            dictionary.add(key, read());
        }
        return dictionary;
    }

    @Override
    public int remaining() {
        return in.remaining();
    }

    @Override
    public int readUnsignedByte() throws MalformedAmfException {
        return in.u8();
    }

    @Override
    public byte[] readBytes(int length) throws MalformedAmfException {
        return in.copy(length);
    }

    @Override
    public AmfValue readObject() throws MalformedAmfException {
        return read();
    }
}
