package io.cumulonimbus.origin.lua.convert;

import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.MissingResourceException;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * A text of XML that a script writes or reads, at the expense of its budget. There are no document
 * types, so no entities of anybody's own, and nothing is fetched. Owned by the realm's loop.
 */
final class XmlText {
    private static final int MAX_DEPTH = 90;
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.\\-]*");
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newFactory();
    private static final XMLInputFactory READERS = readers();

    private final ScriptHost realm;

    XmlText(ScriptHost realm) {
        this.realm = realm;
    }

    private static XMLInputFactory readers() {
        XMLInputFactory readers = XMLInputFactory.newFactory();
        readers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        readers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        readers.setProperty(XMLInputFactory.IS_COALESCING, true);
        return readers;
    }

    /** Writes one document. */
    interface Writing {
        void to(Output xml) throws XMLStreamException;
    }

    /** Reads one document. */
    interface Reading<T> {
        T from(Input xml) throws XMLStreamException;
    }

    LuaString write(Writing writing) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = WRITERS.createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            writing.to(new Output(realm, writer));
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException impossible) {
            throw new ScriptFault("cannot be written as XML");
        }
        realm.machine().budget().payForString(text.getBuffer().length());
        return Texts.toLua(text.toString());
    }

    <T> T read(LuaString text, Reading<T> reading) {
        realm.machine().budget().payForString(text.m_length);
        realm.machine().budget().pay(text.m_length);
        try {
            XMLStreamReader reader =
                    READERS.createXMLStreamReader(new StringReader(Texts.toJava(text)));
            T read = reading.from(new Input(realm, reader));
            while (reader.hasNext()) {
                reader.next(); // what is behind the root has to be well formed, too
            }
            return read;
        } catch (XMLStreamException broken) {
            throw new ScriptFault("malformed XML in line " + line(broken));
        } catch (MissingResourceException unsaid) { // Java has no words for some of what is wrong
            throw new ScriptFault("malformed XML");
        }
    }

    private static int line(XMLStreamException broken) {
        return broken.getLocation() == null ? 1 : broken.getLocation().getLineNumber();
    }

    private static void pay(ScriptHost realm, int depth) {
        realm.machine().budget().pay(1);
        if (depth > MAX_DEPTH) {
            throw new ScriptFault("XML is nested too deeply");
        }
    }

    /** Where a document is read from. */
    record Input(ScriptHost realm, XMLStreamReader reader) {
        /** Pays for an element at that depth. */
        void deeper(int depth) {
            pay(realm, depth);
        }
    }

    /** Where a document is written to. */
    static final class Output {
        private final ScriptHost realm;
        private final XMLStreamWriter writer;
        private long written;

        Output(ScriptHost realm, XMLStreamWriter writer) {
            this.realm = realm;
            this.writer = writer;
        }

        XMLStreamWriter writer() {
            return writer;
        }

        /** Pays for an element at that depth. */
        void deeper(int depth) {
            pay(realm, depth);
        }

        /** A text; one that comes a thousand times is written a thousand times. */
        String text(LuaString string) {
            written += string.m_length;
            realm.machine().budget().payForString(written);
            String text = Texts.toJava(string);
            if (!isText(text)) {
                throw new ScriptFault("characters that XML does not have");
            }
            return text;
        }

        String name(LuaValue value) {
            String name = text(value.strvalue());
            if (!NAME.matcher(name).matches()) {
                throw new ScriptFault("no name of XML: " + name);
            }
            return name;
        }
    }

    /** Whether XML has all these characters. */
    static boolean isText(String text) {
        return text.codePoints().allMatch(XmlText::isCharacter);
    }

    private static boolean isCharacter(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xd7ff
                || c >= 0xe000 && c <= 0xfffd
                || c >= 0x10000;
    }
}
