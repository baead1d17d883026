package io.cumulonimbus.origin.lua.convert;

import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * {@code toXMLRPC} and {@code fromXMLRPC}: values as the parameters of an answer of XML-RPC, and
 * those of answers and calls back. Tables with {@code #t > 0}, and empty ones, are arrays, others
 * structs; strings that XML cannot hold are base64; times stay texts.
 */
public final class XmlRpcMethods {
    private static final int MAX_VALUES = 8000;

    private final ScriptHost realm;

    private XmlRpcMethods(ScriptHost realm) {
        this.realm = realm;
    }

    public static void addTo(ObjectKind<?> kind, ScriptHost realm) {
        XmlRpcMethods methods = new XmlRpcMethods(realm);
        kind.method("toXMLRPC", (self, a) -> methods.toXmlRpc(a))
                .method("fromXMLRPC", (self, a) -> methods.fromXmlRpc(a));
    }

    private Varargs toXmlRpc(Arguments a) {
        return new XmlText(realm)
                .write(
                        xml -> {
                            xml.writer().writeStartElement("methodResponse");
                            xml.writer().writeStartElement("params");
                            for (int i = 2; i <= a.count(); i++) {
                                xml.writer().writeStartElement("param");
                                write(xml, a.get(i), 0);
                                xml.writer().writeEndElement();
                            }
                        });
    }

    private void write(XmlText.Output xml, LuaValue value, int depth) throws XMLStreamException {
        xml.deeper(depth);
        xml.writer().writeStartElement("value");
        switch (value.type()) {
            case LuaValue.TBOOLEAN -> leaf(xml, "boolean", value.toboolean() ? "1" : "0");
            case LuaValue.TNUMBER -> writeNumber(xml, value.todouble());
            case LuaValue.TSTRING -> writeString(xml, value.strvalue());
            case LuaValue.TTABLE -> writeTable(xml, value.checktable(), depth);
            default -> xml.writer().writeEmptyElement("nil");
        }
        xml.writer().writeEndElement();
    }

    private static void leaf(XmlText.Output xml, String type, String text)
            throws XMLStreamException {
        xml.writer().writeStartElement(type);
        xml.writer().writeCharacters(text);
        xml.writer().writeEndElement();
    }

    private static void writeNumber(XmlText.Output xml, double number) throws XMLStreamException {
        if (number == (int) number) {
            leaf(xml, "int", Integer.toString((int) number));
        } else {
            leaf(xml, "double", Double.toString(number));
        }
    }

    private static void writeString(XmlText.Output xml, LuaString string)
            throws XMLStreamException {
        if (string.isValidUtf8() && XmlText.isText(Texts.toJava(string))) {
            leaf(xml, "string", xml.text(string));
        } else {
            leaf(xml, "base64", Base64.getEncoder().encodeToString(Texts.bytes(string)));
        }
    }

    private void writeTable(XmlText.Output xml, LuaTable table, int depth)
            throws XMLStreamException {
        XMLStreamWriter writer = xml.writer();
        int length = table.rawlen();
        if (length > 0 || table.next(LuaValue.NIL).isnil(1)) {
            writer.writeStartElement("array");
            writer.writeStartElement("data");
            for (int i = 1; i <= length; i++) {
                write(xml, table.rawget(i), depth + 1);
            }
            writer.writeEndElement();
        } else {
            writer.writeStartElement("struct");
            for (Varargs e = table.next(LuaValue.NIL); !e.isnil(1); e = table.next(e.arg1())) {
                LuaString name = Numbers.asString(e.arg1());
                if (name != null) {
                    writer.writeStartElement("member");
                    leaf(xml, "name", xml.text(name));
                    write(xml, e.arg(2), depth + 1);
                    writer.writeEndElement();
                }
            }
        }
        writer.writeEndElement();
    }

    /** The values of all parameters; nil and the fault when it is one. */
    private Varargs fromXmlRpc(Arguments a) {
        List<LuaValue> values = new ArrayList<>();
        new XmlText(realm).read(a.string(2), xml -> readAll(xml, values));
        return LuaValue.varargsOf(values.toArray(new LuaValue[0]));
    }

    private LuaValue readAll(XmlText.Input xml, List<LuaValue> values) throws XMLStreamException {
        XMLStreamReader reader = xml.reader();
        while (reader.hasNext()) {
            if (reader.next() != XMLStreamReader.START_ELEMENT) {
                continue;
            }
            if (values.size() == MAX_VALUES) {
                throw new ScriptFault("too many values in XML-RPC");
            }
            if (reader.getLocalName().equals("fault")) {
                values.add(LuaValue.NIL);
            } else if (reader.getLocalName().equals("value")) {
                values.add(read(xml, 0));
            }
        }
        return LuaValue.NIL;
    }

    /** The value whose element the reader is at, and at whose end it is afterwards. */
    private LuaValue read(XmlText.Input xml, int depth) throws XMLStreamException {
        xml.deeper(depth);
        XMLStreamReader reader = xml.reader();
        StringBuilder bare = new StringBuilder(); // a value without a type is a string
        LuaValue typed = null;
        for (int event = reader.next();
                event != XMLStreamReader.END_ELEMENT;
                event = reader.next()) {
            if (event == XMLStreamReader.START_ELEMENT) {
                typed = readTyped(xml, depth);
            } else if (reader.isCharacters()) {
                bare.append(reader.getText());
            }
        }
        return typed == null ? Texts.toLua(bare.toString()) : typed;
    }

    private LuaValue readTyped(XmlText.Input xml, int depth) throws XMLStreamException {
        String type = xml.reader().getLocalName();
        return switch (type) {
            case "array" -> readArray(xml, depth);
            case "struct" -> readStruct(xml, depth);
            default -> leaf(type, xml.reader().getElementText());
        };
    }

    private static LuaValue leaf(String type, String text) {
        try {
            return switch (type) {
                case "int", "i1", "i2", "i4", "i8", "double" ->
                        LuaValue.valueOf(Double.parseDouble(text.strip()));
                case "boolean" -> LuaValue.valueOf(text.strip().equals("1"));
                case "base64" -> LuaString.valueUsing(Base64.getMimeDecoder().decode(text));
                case "nil" -> LuaValue.NIL;
                default -> Texts.toLua(text);
            };
        } catch (IllegalArgumentException broken) {
            throw new ScriptFault("malformed XML-RPC: no " + type);
        }
    }

    private LuaTable readArray(XmlText.Input xml, int depth) throws XMLStreamException {
        LuaTable array = new LuaTable();
        int length = 0;
        for (XMLStreamReader reader = xml.reader(); !endOf("array", reader); ) {
            if (reader.isStartElement() && reader.getLocalName().equals("value")) {
                array.rawset(++length, read(xml, depth + 1));
            }
        }
        return array;
    }

    private LuaTable readStruct(XmlText.Input xml, int depth) throws XMLStreamException {
        LuaTable struct = new LuaTable();
        LuaValue name = LuaValue.valueOf("");
        for (XMLStreamReader reader = xml.reader(); !endOf("struct", reader); ) {
            if (reader.isStartElement() && reader.getLocalName().equals("name")) {
                name = Texts.toLua(reader.getElementText());
            } else if (reader.isStartElement() && reader.getLocalName().equals("value")) {
                struct.rawset(name, read(xml, depth + 1));
            }
        }
        return struct;
    }

    /** Goes on by one; answers whether that is the end of such an element. */
    private static boolean endOf(String element, XMLStreamReader reader) throws XMLStreamException {
        return reader.next() == XMLStreamReader.END_ELEMENT
                && reader.getLocalName().equals(element);
    }
}
