package io.cumulonimbus.amf;

import java.util.IdentityHashMap;
import java.util.Map;

/** Writes AMF0 values and holds their reference table. */
final class Amf0Writer {
    private static final int MAX_REFERENCE = 0xffff;

    private final AmfOutput out;
    private final Amf3Writer amf3;
    private final boolean mayAmf3;
    private boolean switching;
    private final Map<AmfValue, Integer> complex = new IdentityHashMap<>(2);

    Amf0Writer(AmfOutput out, Amf3Writer amf3, boolean mayAmf3) {
        this.out = out;
        this.amf3 = amf3;
        this.mayAmf3 = mayAmf3;
        this.switching = mayAmf3;
    }

    /** Writes objects and arrays in AMF0, and switches only for what AMF0 lacks. */
    void writeInAmf0(AmfValue value) {
        switching = false;
        write(value);
        switching = mayAmf3;
    }

    void write(AmfValue value) {
        switch (value) {
            case AmfNothing nothing -> out.u8(marker(nothing));
            case AmfBoolean b -> {
                out.u8(Amf0Marker.BOOLEAN);
                out.u8(b.value() ? 1 : 0);
            }
            case AmfNumber n -> number(n.value());
            case AmfInteger i -> number(i.value());
            case AmfString s -> string(AmfOutput.utf8(s.value()));
            case AmfDate date -> {
                out.u8(Amf0Marker.DATE);
                out.f64(date.epochMillis());
                out.u16(date.zoneMinutes());
            }
            case AmfXml xml -> xml(xml);
            case AmfArray array -> complex(array);
            case AmfObject object -> complex(object);
            case AmfVector vector -> complex(vector);
            case AmfByteArray bytes -> onlyAmf3(bytes);
            case AmfDictionary dictionary -> onlyAmf3(dictionary);
            case AmfExternal external -> onlyAmf3(external);
        }
    }

    private static int marker(AmfNothing nothing) {
        return switch (nothing) {
            case UNDEFINED -> Amf0Marker.UNDEFINED;
            case NULL -> Amf0Marker.NULL;
            case UNSUPPORTED -> Amf0Marker.UNSUPPORTED;
        };
    }

    private void number(double value) {
        out.u8(Amf0Marker.NUMBER);
        out.f64(value);
    }

    private void string(byte[] utf8) {
        if (utf8.length <= 0xffff) {
            out.u8(Amf0Marker.STRING);
            out.u16(utf8.length);
        } else {
            out.u8(Amf0Marker.LONG_STRING);
            out.i32(utf8.length);
        }
        out.bytes(utf8);
    }

    private void name(String name) {
        byte[] utf8 = AmfOutput.utf8(name);
        if (utf8.length > 0xffff) {
            throw new UnencodableAmfException("a name of " + utf8.length + " bytes");
        }
        out.u16(utf8.length);
        out.bytes(utf8);
    }

    private void xml(AmfXml xml) {
        if (mayAmf3 && !xml.document()) {
            onlyAmf3(xml);
            return;
        }
        byte[] utf8 = AmfOutput.utf8(xml.text());
        out.u8(Amf0Marker.XML_DOCUMENT);
        out.i32(utf8.length);
        out.bytes(utf8);
    }

    private void onlyAmf3(AmfValue value) {
        if (mayAmf3) {
            out.u8(Amf0Marker.AVM_PLUS);
            amf3.write(value);
        } else {
            out.u8(Amf0Marker.UNSUPPORTED);
        }
    }

    private void complex(AmfValue value) {
        if (switching) {
            onlyAmf3(value);
            return;
        }
        Integer known = complex.get(value);
        if (known != null) {
            out.u8(Amf0Marker.REFERENCE);
            out.u16(known);
            return;
        }
        // Beyond the table's reach a value is written again; the depth limit ends cycles.
        if (complex.size() <= MAX_REFERENCE) {
            complex.put(value, complex.size());
        }
        out.enter();
        if (value instanceof AmfObject object) {
            object(object);
        } else if (value instanceof AmfVector vector) {
            vector(vector);
        } else {
            array((AmfArray) value);
        }
        out.leave();
    }

    private void object(AmfObject object) {
        if (object.className().isEmpty()) {
            out.u8(Amf0Marker.OBJECT);
        } else {
            out.u8(Amf0Marker.TYPED_OBJECT);
            name(object.className());
        }
        members(object.members());
        end();
    }

    private void members(Map<String, AmfValue> members) {
        for (Map.Entry<String, AmfValue> member : members.entrySet()) {
            name(member.getKey());
            write(member.getValue());
        }
    }

    private void end() {
        out.u16(0);
        out.u8(Amf0Marker.OBJECT_END);
    }

    private void array(AmfArray array) {
        if (array.isEcma()) {
            out.u8(Amf0Marker.ECMA_ARRAY);
            out.i32(array.size() + array.members().size());
            for (int i = 0; i < array.size(); i++) {
                name(Integer.toString(i));
                write(array.at(i));
            }
            members(array.members());
            end();
        } else {
            out.u8(Amf0Marker.STRICT_ARRAY);
            out.i32(array.size());
            array.elements().forEach(this::write);
        }
    }

    private void vector(AmfVector vector) {
        out.u8(Amf0Marker.STRICT_ARRAY);
        out.i32(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            write(vector.at(i));
        }
    }
}
