package io.cumulonimbus.amf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes AMF3 values and holds the three reference tables (AMF3 §2.2). */
final class Amf3Writer implements ExternalOutput {
    private final AmfOutput out;
    private final ExternalClasses externals;
    private final Map<String, Integer> strings = new HashMap<>();
    private final Map<AmfValue, Integer> objects = new IdentityHashMap<>(2);
    // Keys are AmfTraits, and the class names of externalizable classes: one table on the wire.
    private final Map<Object, Integer> traits = new HashMap<>();

    Amf3Writer(AmfOutput out, ExternalClasses externals) {
        this.out = out;
        this.externals = externals;
    }

    void write(AmfValue value) {
        switch (value) {
            case AmfNothing n ->
                    out.u8(n == AmfNothing.NULL ? Amf3Marker.NULL : Amf3Marker.UNDEFINED);
            case AmfBoolean b -> out.u8(b.value() ? Amf3Marker.TRUE : Amf3Marker.FALSE);
            case AmfInteger i -> {
                out.u8(Amf3Marker.INTEGER);
                out.u29(i.value());
            }
            case AmfNumber n -> {
                out.u8(Amf3Marker.DOUBLE);
                out.f64(n.value());
            }
            case AmfString s -> {
                out.u8(Amf3Marker.STRING);
                string(s.value());
            }
            case AmfDate date -> date(date);
            case AmfXml xml -> xml(xml);
            case AmfByteArray array -> byteArray(array);
            case AmfArray array -> array(array);
            case AmfObject object -> object(object);
            case AmfExternal external -> external(external);
            case AmfDictionary dictionary -> dictionary(dictionary);
            case AmfVector vector -> vector(vector);
        }
    }

    private void string(String text) {
        if (text.isEmpty()) {
            out.u29(1); // AMF3 §1.3.2: never in the table
            return;
        }
        Integer known = strings.get(text);
        if (known != null) {
            out.u29(known, 1, 0);
            return;
        }
        strings.put(text, strings.size());
        utf8(text);
    }

    private void utf8(String text) {
        byte[] utf8 = AmfOutput.utf8(text);
        out.u29(utf8.length, 1, 1);
        out.bytes(utf8);
    }

    /** Writes marker and reference when the instance was written before; otherwise the marker. */
    private boolean reference(int marker, AmfValue value) {
        out.u8(marker);
        Integer known = objects.get(value);
        if (known == null) {
            objects.put(value, objects.size());
            return false;
        }
        out.u29(known, 1, 0);
        return true;
    }

    private void date(AmfDate date) {
        if (!reference(Amf3Marker.DATE, date)) {
            out.u29(1);
            out.f64(date.epochMillis());
        }
    }

    private void xml(AmfXml xml) {
        if (!reference(xml.document() ? Amf3Marker.XML_DOCUMENT : Amf3Marker.XML, xml)) {
            utf8(xml.text());
        }
    }

    private void byteArray(AmfByteArray array) {
        if (!reference(Amf3Marker.BYTE_ARRAY, array)) {
            out.u29(array.bytes().length, 1, 1);
            out.bytes(array.bytes());
        }
    }

    private void array(AmfArray array) {
        if (reference(Amf3Marker.ARRAY, array)) {
            return;
        }
        out.enter();
        out.u29(array.size(), 1, 1);
        members(array.members(), Set.of());
        array.elements().forEach(this::write);
        out.leave();
    }

    /** Members by name until the empty name; one with an empty name cannot be said and is left. */
    private void members(Map<String, AmfValue> members, Set<String> except) {
        for (Map.Entry<String, AmfValue> member : members.entrySet()) {
            if (!member.getKey().isEmpty() && !except.contains(member.getKey())) {
                string(member.getKey());
                write(member.getValue());
            }
        }
        string("");
    }

    private void object(AmfObject object) {
        if (reference(Amf3Marker.OBJECT, object)) {
            return;
        }
        out.enter();
        AmfTraits described = object.traits();
        Set<String> sealed =
                described.sealedNames().isEmpty()
                        ? Set.of()
                        : new HashSet<>(described.sealedNames());
        boolean more = described.dynamic() || !sealed.containsAll(object.members().keySet());
        traits(new AmfTraits(described.className(), described.sealedNames(), more));
        for (String name : described.sealedNames()) {
            write(object.get(name));
        }
        if (more) {
            members(object.members(), sealed);
        }
        out.leave();
    }

    private void traits(AmfTraits described) {
        if (knownTraits(described)) {
            return;
        }
        List<String> names = described.sealedNames();
        out.u29(names.size(), 4, described.dynamic() ? 0b1011 : 0b0011);
        string(described.className());
        names.forEach(this::string);
    }

    private boolean knownTraits(Object key) {
        Integer known = traits.putIfAbsent(key, traits.size());
        if (known == null) {
            return false;
        }
        out.u29(known, 2, 0b01);
        return true;
    }

    private static Optional<ExternalClass> recorded(AmfExternal external) {
        return external.isRecorded() ? Optional.of(ExternalClass.RECORDED) : Optional.empty();
    }

    private void external(AmfExternal external) {
        ExternalClass known =
                externals
                        .find(external.className())
                        .filter(registered -> !external.isRecorded())
                        .or(() -> recorded(external))
                        .orElseThrow(() -> new UnencodableAmfException("unknown " + external));
        if (reference(Amf3Marker.OBJECT, external)) {
            return;
        }
        out.enter();
        if (!knownTraits(external.className())) {
            out.u29(0b0111);
            string(external.className());
        }
        known.write(external, this);
        out.leave();
    }

    private void dictionary(AmfDictionary dictionary) {
        if (reference(Amf3Marker.DICTIONARY, dictionary)) {
            return;
        }
        out.enter();
        out.u29(dictionary.entries().size(), 1, 1);
        out.u8(dictionary.weakKeys() ? 1 : 0);
        for (AmfDictionary.Entry entry : dictionary.entries()) {
            write(entry.key());
            write(entry.value());
        }
        out.leave();
    }

    private void vector(AmfVector vector) {
        switch (vector) {
            case AmfVector.OfInt v -> {
                if (!vectorHead(Amf3Marker.VECTOR_INT, v)) {
                    ints(v.values());
                }
            }
            case AmfVector.OfUInt v -> {
                if (!vectorHead(Amf3Marker.VECTOR_UINT, v)) {
                    ints(v.values());
                }
            }
            case AmfVector.OfDouble v -> {
                if (!vectorHead(Amf3Marker.VECTOR_DOUBLE, v)) {
                    for (double value : v.values()) {
                        out.f64(value);
                    }
                }
            }
            case AmfVector.OfObject v -> {
                if (!vectorHead(Amf3Marker.VECTOR_OBJECT, v)) {
                    out.enter();
                    string(v.typeName());
                    v.values().forEach(this::write);
                    out.leave();
                }
            }
        }
    }

    private boolean vectorHead(int marker, AmfVector vector) {
        if (reference(marker, vector)) {
            return true;
        }
        out.u29(vector.size(), 1, 1);
        out.u8(vector.fixed() ? 1 : 0);
        return false;
    }

    private void ints(int[] values) {
        for (int value : values) {
            out.i32(value);
        }
    }

    @Override
    public void writeByte(int value) {
        out.u8(value);
    }

    @Override
    public void writeBytes(byte[] bytes) {
        out.bytes(bytes);
    }

    @Override
    public void writeObject(AmfValue value) {
        write(value);
    }
}
