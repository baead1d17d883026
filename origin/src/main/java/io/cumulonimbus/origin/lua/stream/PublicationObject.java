package io.cumulonimbus.origin.lua.stream;

import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.origin.app.AppListener;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.app.StreamQuality;
import io.cumulonimbus.origin.lua.client.ClientObject;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.CollectionObject;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A stream by its name, as scripts see it: published, played, or both. */
public final class PublicationObject extends NativeObject {
    private final PublicationTable table;
    private final String name;
    private final Map<AppListener, ListenerObject> listeners = new LinkedHashMap<>();
    private final Listeners listenerTable;
    private Optional<AppPublication> source = Optional.empty();
    private Optional<ClientObject> publisher = Optional.empty();
    private int lastTime;

    PublicationObject(
            ObjectKind<PublicationObject> kind,
            PublicationTable table,
            ObjectKind<CollectionObject> collections,
            String name) {
        super(kind);
        this.table = table;
        this.name = name;
        this.listenerTable = new Listeners(collections);
    }

    /** The kind, with its methods. */
    static ObjectKind<PublicationObject> kind(ScriptLog log, Assignments assignments) {
        return new ObjectKind<>(PublicationObject.class, log, assignments)
                .method("pushAudioPacket", (self, a) -> self.push(a, true))
                .method("pushVideoPacket", (self, a) -> self.push(a, false))
                .method("pushDataPacket", PublicationObject::pushData)
                .method("writeProperties", PublicationObject::writeProperties)
                .method("clearProperties", (self, a) -> self.clearProperties())
                .method("flush", (self, a) -> LuaValue.NONE)
                .method("close", PublicationObject::close)
                .alias("pushAudio", "pushAudioPacket")
                .alias("pushVideo", "pushVideoPacket")
                .property("name", self -> Texts.toLua(self.name))
                .property("publisherId", self -> LuaValue.valueOf(self.publisherId()))
                .property("running", self -> LuaValue.valueOf(self.source.isPresent()))
                .property("client", self -> self.publisher.<LuaValue>map(p -> p).orElse(NIL))
                .property("listeners", self -> self.listenerTable)
                .property("lastTime", self -> LuaValue.valueOf(self.lastTime))
                .property("audioQOS", self -> QualityTable.of(self.audioQuality()))
                .property("videoQOS", self -> QualityTable.of(self.videoQuality()))
                .property("droppedFrames", self -> LuaValue.valueOf(self.droppedFrames()))
                .property("properties", PublicationObject::properties)
                .property("parameters", PublicationObject::parameters)
                .events("onAudio", "onVideo", "onData", "onManage");
    }

    String name() {
        return name;
    }

    Map<AppListener, ListenerObject> listeners() {
        return listeners;
    }

    Optional<AppPublication> source() {
        return source;
    }

    /** It is on the air; the publisher is empty when that is the server itself. */
    void begin(AppPublication publication, Optional<ClientObject> by) {
        source = Optional.of(publication);
        publisher = by;
    }

    /** It is not on the air any more. */
    void end() {
        source = Optional.empty();
        publisher = Optional.empty();
    }

    boolean isUnused() {
        return source.isEmpty() && listeners.isEmpty();
    }

    /** A packet with this time passed. */
    public void passed(int time) {
        lastTime = time;
    }

    private double publisherId() {
        return source.map(s -> (double) s.streamId()).orElse(0.0);
    }

    private StreamQuality audioQuality() {
        return source.map(AppPublication::audioQuality).orElse(StreamQuality.UNKNOWN);
    }

    private StreamQuality videoQuality() {
        return source.map(AppPublication::videoQuality).orElse(StreamQuality.UNKNOWN);
    }

    private double droppedFrames() {
        return videoQuality().droppedFrames();
    }

    /** The metadata; empty when there is none. */
    private LuaValue properties() {
        try {
            byte[] encoded = source.map(AppPublication::metadata).orElse(new byte[0]);
            for (LuaValue value : table.decode(encoded)) {
                if (value.istable()) {
                    return value;
                }
            }
        } catch (MalformedAmfException none) {
            return new LuaTable();
        }
        return new LuaTable();
    }

    /** {@code (table)}: what players are told of the stream, late joiners too. */
    private Varargs writeProperties(Arguments a) {
        byte[] amf = table.encode(a.table(2));
        source.ifPresent(s -> s.data("onMetaData", amf));
        return LuaValue.NONE;
    }

    private Varargs clearProperties() {
        byte[] amf = table.encode(LuaValue.valueOf("onMetaData"));
        source.ifPresent(s -> s.data("@clearDataFrame", amf));
        return LuaValue.NONE;
    }

    private LuaTable parameters() {
        LuaTable t = new LuaTable();
        source.ifPresent(
                s -> s.parameters().forEach((k, v) -> t.rawset(Texts.toLua(k), Texts.toLua(v))));
        return t;
    }

    /** {@code (time, bytes[, offset[, lostFragments]])}. */
    private Varargs push(Arguments a, boolean audio) {
        int time = (int) (long) a.number(2);
        byte[] body = tail(a.string(3), a.integer(4, 0));
        long lost = Math.max(0, a.integer(5, 0));
        lastTime = time;
        source.ifPresent(
                s -> {
                    if (audio) {
                        s.audio(time, body, lost);
                    } else {
                        s.video(time, body, lost);
                    }
                });
        return LuaValue.NONE;
    }

    private Varargs pushData(Arguments a) {
        String handler = Texts.toJava(a.string(2));
        byte[] amf = tail(a.string(3, LuaValue.EMPTYSTRING), a.integer(4, 0));
        source.ifPresent(s -> s.data(handler, amf));
        return LuaValue.NONE;
    }

    private static byte[] tail(LuaString bytes, int offset) {
        int from = Math.clamp(offset, 0, bytes.m_length);
        return Texts.bytes(bytes.substring(from, bytes.m_length));
    }

    private Varargs close(Arguments a) {
        String code = a.string(2, LuaValue.EMPTYSTRING).tojstring();
        String description = Texts.toJava(a.string(3, LuaValue.EMPTYSTRING));
        if (publisher.isPresent()) {
            source.ifPresent(s -> s.close(code, description));
        } else {
            source.ifPresent(table::close);
        }
        return LuaValue.NONE;
    }

    /** {@code publication.listeners}: by the ids of their streams, or by number of order. */
    private final class Listeners extends CollectionObject {
        Listeners(ObjectKind<CollectionObject> kind) {
            super(kind);
        }

        @Override
        protected int count() {
            return listeners.size();
        }

        @Override
        protected LuaTable snapshot() {
            LuaTable t = new LuaTable();
            int free = 0;
            for (ListenerObject listener : listeners.values()) {
                LuaValue id = LuaValue.valueOf(listener.id());
                // Streams of different clients may have the same id.
                t.rawset(t.rawget(id).isnil() ? id : LuaValue.valueOf(--free), listener);
            }
            return t;
        }

        @Override
        public LuaValue find(LuaValue key) {
            for (ListenerObject listener : listeners.values()) {
                if (listener.client() == key || LuaValue.valueOf(listener.id()).raweq(key)) {
                    return listener;
                }
            }
            return NIL;
        }
    }
}
