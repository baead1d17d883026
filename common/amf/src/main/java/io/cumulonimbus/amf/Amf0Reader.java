package io.cumulonimbus.amf;

import java.util.ArrayList;
import java.util.List;

/** Reads AMF0 values and holds their reference table. */
final class Amf0Reader {
    private final AmfInput in;
    private final Amf3Reader amf3;
    private final List<AmfValue> complex = new ArrayList<>(2);

    Amf0Reader(AmfInput in, Amf3Reader amf3) {
        this.in = in;
        this.amf3 = amf3;
    }

    AmfValue read() throws MalformedAmfException {
        return read(in.u8());
    }

    private AmfValue read(int marker) throws MalformedAmfException {
        if (marker == Amf0Marker.AVM_PLUS) {
            return amf3.read();
        }
        in.countValue();
        return switch (marker) {
            case Amf0Marker.NUMBER -> new AmfNumber(in.f64());
            case Amf0Marker.BOOLEAN -> AmfValue.of(in.u8() != 0);
            case Amf0Marker.STRING -> new AmfString(in.utf8(in.u16()));
            case Amf0Marker.LONG_STRING -> new AmfString(in.utf8(in.i32()));
            case Amf0Marker.NULL -> AmfNothing.NULL;
            case Amf0Marker.UNDEFINED -> AmfNothing.UNDEFINED;
            case Amf0Marker.UNSUPPORTED -> AmfNothing.UNSUPPORTED;
            case Amf0Marker.DATE -> date();
            case Amf0Marker.XML_DOCUMENT -> new AmfXml(in.utf8(in.i32()), true);
            case Amf0Marker.REFERENCE -> reference();
            case Amf0Marker.OBJECT,
                    Amf0Marker.TYPED_OBJECT,
                    Amf0Marker.ECMA_ARRAY,
                    Amf0Marker.STRICT_ARRAY ->
                    complex(marker);
            default -> throw new MalformedAmfException("no AMF0 marker: " + marker);
        };
    }

    private AmfValue date() throws MalformedAmfException {
        double millis = in.f64();
        return new AmfDate(millis, (short) in.u16());
    }

    private AmfValue reference() throws MalformedAmfException {
        int index = in.u16();
        if (index >= complex.size()) {
            throw new MalformedAmfException("reference " + index + " of " + complex.size());
        }
        return complex.get(index);
    }

    private AmfValue complex(int marker) throws MalformedAmfException {
        in.enter();
        AmfValue value =
                switch (marker) {
                    case Amf0Marker.OBJECT -> members(new AmfObject());
                    case Amf0Marker.TYPED_OBJECT -> members(AmfObject.typed(in.utf8(in.u16())));
                    case Amf0Marker.ECMA_ARRAY -> ecmaArray();
                    default -> strictArray();
                };
        in.leave();
        return value;
    }

    // A value is in the table before what is inside it, so that it can be referred to from there.
    private AmfObject members(AmfObject object) throws MalformedAmfException {
        complex.add(object);
        while (true) {
            String name = in.utf8(in.u16());
            int marker = in.u8();
            if (marker == Amf0Marker.OBJECT_END && name.isEmpty()) {
                return object;
            }
            object.put(name, read(marker));
        }
    }

    // AMF0 §2.10: the count is a hint only; real encoders put 0 or anything there.
    private AmfArray ecmaArray() throws MalformedAmfException {
        AmfArray array = AmfArray.ecma();
        complex.add(array);
        in.i32();
        while (true) {
            String name = in.utf8(in.u16());
            int marker = in.u8();
            if (marker == Amf0Marker.OBJECT_END && name.isEmpty()) {
                return array;
            }
            AmfValue value = read(marker);
            if (isNextIndex(name, array.size())) {
                array.add(value);
            } else {
                array.put(name, value);
            }
        }
    }

    private static boolean isNextIndex(String name, int next) {
        return !name.isEmpty()
                && Character.isDigit(name.charAt(0))
                && name.equals(Integer.toString(next));
    }

    private AmfArray strictArray() throws MalformedAmfException {
        AmfArray array = new AmfArray();
        complex.add(array);
        int count = in.count(in.i32(), 1);
        for (int i = 0; i < count; i++) {
            array.add(read());
        }
        return array;
    }
}
