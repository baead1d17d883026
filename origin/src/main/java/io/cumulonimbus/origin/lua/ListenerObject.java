package io.cumulonimbus.origin.lua;

import io.cumulonimbus.origin.app.AppListener;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** A client that plays a stream, as scripts see it. */
final class ListenerObject extends NativeObject {
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

    @Override
    LuaValue property(String name) {
        return switch (name) {
            case "id" -> LuaValue.valueOf((double) listener.streamId());
            case "publication" -> publication;
            case "client" -> client;
            case "receiveAudio" -> LuaValue.valueOf(listener.receivesAudio());
            case "receiveVideo" -> LuaValue.valueOf(listener.receivesVideo());
            case "audioSampleAccess" -> LuaValue.valueOf(audioSamples);
            case "videoSampleAccess" -> LuaValue.valueOf(videoSamples);
            case "audioQOS" -> QualityTable.of(listener.audioQuality());
            case "videoQOS" -> QualityTable.of(listener.videoQuality());
            case "parameters" -> parameters();
            default -> NIL;
        };
    }

    private LuaTable parameters() {
        LuaTable t = new LuaTable();
        listener.parameters().forEach((k, v) -> t.rawset(Texts.toLua(k), Texts.toLua(v)));
        return t;
    }

    @Override
    boolean assign(String name, LuaValue value) {
        switch (name) {
            case "receiveAudio" -> listener.receiveAudio(value.toboolean());
            case "receiveVideo" -> listener.receiveVideo(value.toboolean());
            case "audioSampleAccess" -> sampleAccess(value.toboolean(), videoSamples);
            case "videoSampleAccess" -> sampleAccess(audioSamples, value.toboolean());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void sampleAccess(boolean audio, boolean video) {
        if (audio != audioSamples || video != videoSamples) {
            audioSamples = audio;
            videoSamples = video;
            listener.sampleAccess(audio, video);
        }
    }
}
