package io.cumulonimbus.origin.lua.convert;

import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * {@code toXML} and {@code fromXML}. An element is a table: its name is {@code __name}, its
 * attributes have their names as keys, its texts and elements are in the list, in their order.
 */
public final class XmlMethods {
    private static final LuaString NAME = LuaValue.valueOf("__name");

    private final ScriptHost realm;

    private XmlMethods(ScriptHost realm) {
        this.realm = realm;
    }

    public static void addTo(ObjectKind<?> kind, ScriptHost realm) {
        XmlMethods methods = new XmlMethods(realm);
        kind.method("toXML", (self, a) -> methods.toXml(a))
                .method("fromXML", (self, a) -> methods.fromXml(a));
    }

    private Varargs toXml(Arguments a) {
        LuaTable element = a.table(2);
        return new XmlText(realm).write(xml -> write(xml, element, 0));
    }

    private void write(XmlText.Output xml, LuaTable element, int depth) throws XMLStreamException {
        xml.deeper(depth);
        LuaString name = Numbers.asString(element.rawget(NAME));
        if (name == null) {
            throw new ScriptFault("an element of XML without __name");
        }
        xml.writer().writeStartElement(xml.name(name));
        for (Map.Entry<String, String> attribute : attributes(xml, element).entrySet()) {
            xml.writer().writeAttribute(attribute.getKey(), attribute.getValue());
        }
        writeContent(xml, element, depth);
        xml.writer().writeEndElement();
    }

    private void writeContent(XmlText.Output xml, LuaTable element, int depth)
            throws XMLStreamException {
        int length = element.rawlen();
        for (int i = 1; i <= length; i++) {
            LuaValue part = element.rawget(i);
            if (part.istable()) {
                write(xml, part.checktable(), depth + 1);
            } else {
                XMLStreamWriter writer = xml.writer();
                writer.writeCharacters(xml.text(asText(part)));
            }
        }
    }

    /** In the order of their names. */
    private static Map<String, String> attributes(XmlText.Output xml, LuaTable element) {
        Map<String, String> attributes = new TreeMap<>();
        for (LuaValue key : element.keys()) {
            LuaValue value = element.rawget(key);
            if (key.type() == LuaValue.TSTRING && !key.raweq(NAME) && !value.istable()) {
                attributes.put(xml.name(key.strvalue()), xml.text(asText(value)));
            }
        }
        return attributes;
    }

    private static LuaString asText(LuaValue value) {
        LuaString text =
                value.isboolean()
                        ? LuaValue.valueOf(value.toboolean() ? "true" : "false")
                        : Numbers.asString(value);
        if (text == null) {
            throw new ScriptFault("XML has texts, numbers, booleans and elements only");
        }
        return text;
    }

    private Varargs fromXml(Arguments a) {
        return new XmlText(realm)
                .read(
                        a.string(2),
                        xml -> {
                            xml.reader().nextTag();
                            return read(xml, 0);
                        });
    }

    /** The element that the reader is at, whose end it is at afterwards. */
    private static LuaTable read(XmlText.Input xml, int depth) throws XMLStreamException {
        xml.deeper(depth);
        XMLStreamReader reader = xml.reader();
        LuaTable element = new LuaTable();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.rawset(
                    Texts.toLua(reader.getAttributeLocalName(i)),
                    Texts.toLua(reader.getAttributeValue(i)));
        }
        element.rawset(NAME, Texts.toLua(reader.getLocalName()));
        int length = 0;
        for (int event = reader.next();
                event != XMLStreamReader.END_ELEMENT;
                event = reader.next()) {
            if (event == XMLStreamReader.START_ELEMENT) {
                element.rawset(++length, read(xml, depth + 1));
            } else if (reader.isCharacters() && !reader.isWhiteSpace()) {
                element.rawset(++length, Texts.toLua(reader.getText()));
            }
        }
        return element;
    }
}
