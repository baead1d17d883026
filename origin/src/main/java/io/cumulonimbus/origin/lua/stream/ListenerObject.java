package io.cumulonimbus.origin.lua.stream;

import io.cumulonimbus.origin.app.AppListener;
import io.cumulonimbus.origin.lua.client.ClientObject;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.object.Texts;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** A client that plays a stream, as scripts see it. */
public final class ListenerObject extends NativeObject {
    private final AppListener listener;
    private final ClientObject client;
    private final PublicationObject publication;
    private boolean audioSamples;
    private boolean videoSamples;

    ListenerObject(
            ObjectKind<ListenerObject> kind,
            AppListener listener,
            ClientObject client,
            PublicationObject publication) {
        super(kind);
        this.listener = listener;
        this.client = client;
        this.publication = publication;
    }

    PublicationObject publication() {
        return publication;
    }

    ClientObject client() {
        return client;
    }

    /** The kind, with its properties. */
    static ObjectKind<ListenerObject> kind(ScriptLog log, Assignments assignments) {
        return new ObjectKind<>(ListenerObject.class, log, assignments)
                .property("id", self -> LuaValue.valueOf(self.id()))
                .property("publication", self -> self.publication)
                .property("client", self -> self.client)
                .property(
                        "receiveAudio",
                        self -> LuaValue.valueOf(self.listener.receivesAudio()),
                        (self, on) -> self.listener.receiveAudio(on.toboolean()))
                .property(
                        "receiveVideo",
                        self -> LuaValue.valueOf(self.listener.receivesVideo()),
                        (self, on) -> self.listener.receiveVideo(on.toboolean()))
                .property(
                        "audioSampleAccess",
                        self -> LuaValue.valueOf(self.audioSamples),
                        (self, on) -> self.sampleAccess(on.toboolean(), self.videoSamples))
                .property(
                        "videoSampleAccess",
                        self -> LuaValue.valueOf(self.videoSamples),
                        (self, on) -> self.sampleAccess(self.audioSamples, on.toboolean()))
                .property("audioQOS", self -> QualityTable.of(self.listener.audioQuality()))
                .property("videoQOS", self -> QualityTable.of(self.listener.videoQuality()))
                .property("parameters", ListenerObject::parameters)
                .events("onManage");
    }

    /** Of its stream. */
    double id() {
        return listener.streamId();
    }

    private LuaTable parameters() {
        LuaTable t = new LuaTable();
        listener.parameters().forEach((k, v) -> t.rawset(Texts.toLua(k), Texts.toLua(v)));
        return t;
    }

    private void sampleAccess(boolean audio, boolean video) {
        if (audio != audioSamples || video != videoSamples) {
            audioSamples = audio;
            videoSamples = video;
            listener.sampleAccess(audio, video);
        }
    }
}
