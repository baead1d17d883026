package io.cumulonimbus.origin.lua.stream;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.origin.app.AppListener;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.lua.client.ClientObject;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.CollectionObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * {@code cumulus.publications}: what clients of this realm, or its scripts, publish or play. A name
 * is there as soon as there is a publisher or a listener.
 */
public final class PublicationTable extends CollectionObject {
    private static final int MOST_OWN = 1000;

    private final ScriptHost realm;
    private final ObjectKind<PublicationObject> publications;
    private final ObjectKind<ListenerObject> listeners;
    private final ObjectKind<CollectionObject> collections;
    private final Map<String, PublicationObject> byName = new LinkedHashMap<>();
    private final Map<AppPublication, PublicationObject> sources = new IdentityHashMap<>();
    private final Map<AppPublication, Runnable> own = new IdentityHashMap<>();
    private final Map<AppListener, ListenerObject> byListener = new IdentityHashMap<>();

    public PublicationTable(ScriptHost realm) {
        super(realm.collections());
        this.realm = realm;
        this.collections = realm.collections();
        this.publications = PublicationObject.kind(realm.log(), realm.assignments());
        this.listeners = ListenerObject.kind(realm.log(), realm.assignments());
    }

    private PublicationObject named(String name) {
        return byName.computeIfAbsent(
                name, n -> new PublicationObject(publications, this, collections, n));
    }

    /** Values of metadata. */
    LuaValue[] decode(byte[] encoded) throws MalformedAmfException {
        return realm.values((type, table) -> {}).decode(encoded);
    }

    /** Whether scripts of this realm publish as much as they may. */
    public boolean isFull() {
        return own.size() >= MOST_OWN;
    }

    /** The server's own, made by a script; {@code ended} hears of its end. */
    public PublicationObject beginOwn(AppPublication source, Runnable ended) {
        own.put(source, ended);
        return begin(source, Optional.empty());
    }

    /** The same of one value, to be read by anybody. */
    byte[] encode(LuaValue value) {
        try {
            AmfValue amf = realm.values((type, table) -> {}).toAmf(value);
            return AmfWriter.amf0SwitchingToAmf3().write(amf).toBytes();
        } catch (UnencodableAmfException error) {
            throw new ScriptFault(error.getMessage());
        }
    }

    public PublicationObject begin(AppPublication source, Optional<ClientObject> by) {
        PublicationObject object = named(source.name());
        object.begin(source, by);
        sources.put(source, object);
        return object;
    }

    public Optional<PublicationObject> find(AppPublication source) {
        return Optional.ofNullable(sources.get(source));
    }

    /** It is off the air; the object lives on while somebody listens. */
    public void end(AppPublication source) {
        Optional.ofNullable(own.remove(source)).ifPresent(Runnable::run);
        PublicationObject object = sources.remove(source);
        if (object != null && object.source().filter(s -> s == source).isPresent()) {
            object.end();
            tidy(object);
        }
    }

    /** Ends one of the server's own; harmless when it is over. */
    public void close(AppPublication source) {
        if (sources.containsKey(source)) {
            source.close("", "");
            end(source);
        }
    }

    public ListenerObject add(AppListener listener, ClientObject client) {
        PublicationObject publication = named(listener.name());
        ListenerObject object = new ListenerObject(listeners, listener, client, publication);
        publication.listeners().put(listener, object);
        byListener.put(listener, object);
        return object;
    }

    public Optional<ListenerObject> find(AppListener listener) {
        return Optional.ofNullable(byListener.get(listener));
    }

    public void remove(AppListener listener) {
        ListenerObject object = byListener.remove(listener);
        if (object != null) {
            object.publication().listeners().remove(listener);
            object.die();
            tidy(object.publication());
        }
    }

    private void tidy(PublicationObject object) {
        if (object.isUnused() && byName.remove(object.name(), object)) {
            object.die();
        }
    }

    @Override
    protected int count() {
        return byName.size();
    }

    @Override
    protected LuaTable snapshot() {
        LuaTable t = new LuaTable();
        byName.forEach((name, object) -> t.rawset(Texts.toLua(name), object));
        return t;
    }

    @Override
    public LuaValue find(LuaValue key) {
        PublicationObject found =
                key instanceof LuaString name ? byName.get(Texts.toJava(name)) : null;
        return found == null ? NIL : found;
    }
}
