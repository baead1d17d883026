package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfExternal;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Objects of scripts, of the server and of clients that scripts work with, and when they are
 * called. Named after the rows of {@code docs/compatibility.md}.
 */
@ParameterizedClass
@EnumSource(Way.class)
class LuaObjectsTest extends LuaStage {
    @Test
    void row23OnManageIsCalledEveryTwoSeconds() {
        script(
                """
                function onManage() say('app') end
                function onPublish(c, p) function c:onManage() say('client', tostring(self == c)) end end
                """);
        Side side = new Side().publish("a");
        origin.advance(4_500);
        assertThat(side.log()).isEqualTo("app; client true; app; client true; ");
        assertThat(side.peer.answer(side.peer.call("onManage")).name()).isEqualTo("_error");
    }

    @Test
    void row15AScriptThatChangesIsLoadedAgainWithinTwoSeconds() {
        script("version = 1");
        Side side = new Side();
        script("version = 2 function onStart(path) started = path end");
        origin.advance(2_000);
        assertThat(side.run("return version .. started").asText()).hasValue("2/live");
    }

    @Test
    void row36FieldsOfObjectsStay() {
        script(
                """
                function onPublish(c, p) c.seen = 'seen'; p.mark = 'marked' end
                function onUnpublish(c, p) say(c.seen, p.mark) end
                """);
        Side side = new Side().publish("a");
        side.command("closeStream");
        assertThat(side.log()).isEqualTo("seen marked; ");
    }

    @Test
    void row27AFlowWriterHasAFlowOfItsOwn() {
        script("");
        Side side = new Side();
        side.run(
                """
                flow = (...).writer:newFlowWriter()
                flow:writeInvocation('one', 1)
                (...).writer:writeMessage('two')
                flow.reliable = false
                flow:writeAMFMessage('three')
                """
                        .replace("(...)", "client()"));
        assertThat(side.peer.flows(0)).hasSize(2);
        assertThat(side.peer.commands(0).stream().map(Command::name))
                .contains("one", "onMessage", "three");
        side.run("flow:close() client().writer:writeAMFMessage('four')");
        assertThat(side.peer.flows(0).filter(in -> in.ended()[0])).hasSize(1);
        assertThat(side.peer.commands(0).stream().map(Command::name)).contains("four");
        side.peer.call("run", AmfValue.of("client().writer:close()"));
        assertThat(side.peer.commands(0)).anyMatch(c -> c.name().equals("close"));
    }

    @Test
    void row30AnExternalizableClassReadsAndWritesItself() {
        script(
                """
                local point = {}
                function point:__writeExternal(w)
                  w:writeShort(-2) w:writeInt(self.x) w:writeUTF('name') w:writeDouble(0.5)
                  w:writeUnsignedByte(200) w:writeBoolean(true) w:writeAMF({ self.x }, 'end') w:writeMultiByte('\\195\\169', 'ISO-8859-1')
                end
                function point:__readExternal(r)
                  self.short, self.x, self.name, self.double = r:readShort(), r:readInt(), r:readUTF(), r:readDouble()
                  self.byte, self.yes = r:readUnsignedByte(), r:readBoolean()
                  self.list, self.text = r:readAMF(2)
                  self.letter = r:readMultiByte(1, 'ISO-8859-1')
                  kept = r
                end
                function onTypedObject(type, t)
                  if type == 'Point' then t.__readExternal = point.__readExternal end
                end
                function make(x) return { __type = 'Point', x = x, __writeExternal = point.__writeExternal } end
                """);
        Side side = new Side();
        assertThat(
                        side.run(
                                        """
                                        local a, more = cumulus:fromAMF(cumulus:toAMF({ p = make(-7) }, 9))
                                        local p = a.p
                                        assert(not pcall(function() return kept:readByte() end))
                                        return table.concat({ p.__type, p.short, p.x, p.name, p.double, p.byte, tostring(p.yes),
                                          p.list[1], p.text, p.letter, more }, ' ')
                                        """)
                                .asText())
                .hasValue("Point -2 -7 name 0.5 200 true -7 end \u00e9 9");
        side.peer.call(
                "run", AmfValue.of("client().writer:writeAMFMessage('point', make(5), 'after')"));
        assertThat(side.peer.messages(0)).anyMatch(m -> text(m.payload()).contains("Point"));
    }

    @Test
    void row30ClientsCallWithExternalizableObjects() {
        script(
                """
                function onTypedObject(type, t)
                  if type == 'Point' then
                    function t:__readExternal(r) self.x = r:readShort() self.list = r:readAMF(1) end
                  elseif type == 'Broken' then
                    function t:__readExternal(r) error('cannot read it', 0) end
                  end
                end
                function methods(c)
                  function c:move(p, list, same, more) return table.concat({ p.__type, p.x, p.list[1], tostring(list == same), more }, ' ') end
                end
                """);
        Side side = new Side();
        side.run("methods(...)");
        AmfArray list = AmfArray.of(AmfValue.of("deep"));
        AmfExternal point =
                AmfExternal.recorded("Point")
                        .add(new AmfByteArray(new byte[] {-1, -2}))
                        .add(AmfArray.of(list));
        assertThat(side.call("move", point, list, list, AmfValue.of("end")).asText())
                .hasValue("Point -2 deep true end");
        assertThat(failure(side, "move", AmfExternal.recorded("Broken")))
                .isEqualTo("cannot read it");
        assertThat(failure(side, "move", AmfExternal.recorded("Other")))
                .isEqualTo("Malformed arguments");
        assertThat(failure(side, "none", point)).isEqualTo("Method 'none' not found");
    }

    private static String failure(Side side, String method, AmfValue... arguments) {
        Command answer = side.peer.answer(side.peer.call(method, arguments));
        assertThat(answer.name()).isEqualTo("_error");
        return Peer.text((AmfObject) answer.argument(0), "description");
    }

    private void share(Side side, SharedObjectEvent... events) {
        side.peer.write(
                side.peer.control(),
                new SharedObjectMessage("chat", 0, false, List.of(events))
                        .toMessage(ObjectEncoding.AMF3)
                        .message());
        origin.settle();
    }

    private static List<SharedObjectEvent> shared(Side side) {
        List<SharedObjectEvent> all = new ArrayList<>();
        for (TcMessage message : side.peer.messages(0)) {
            if (MessageType.isSharedObject(message.type())) {
                try {
                    all.addAll(SharedObjectMessage.decode(message).events());
                } catch (MalformedAmfException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return all;
    }

    @Test
    void scriptsTakePartInSharedObjectsOfClients() {
        script(
                """
                so = cumulus:sharedObject('chat')
                function so:onSync(changes)
                  for i, c in ipairs(changes) do say(c.code, c.name or '', type(self:get(c.name or '')) == 'table' and 'table' or self:get(c.name or '')) end
                end
                function so:onMessage(handler, ...) say(handler, ...) end
                """);
        Side side = new Side();
        share(side, new SharedObjectEvent.Use());
        assertThat(side.log()).isEqualTo("ready ; clear ; ");
        share(side, new SharedObjectEvent.RequestChange("topic", AmfValue.of("news")));
        assertThat(side.log()).isEqualTo("change topic news; ");
        share(side, new SharedObjectEvent.Send("hi", List.of(AmfValue.of(7), AmfValue.of("x"))));
        assertThat(side.log()).isEqualTo("hi 7 x; ");
        side.run("so:set('topic', 'olds') so:set('list', { 1, 2 }) so:send('bye', 'all')");
        assertThat(side.log()).isEqualTo("success topic olds; success list table; bye all; ");
        assertThat(shared(side))
                .contains(
                        new SharedObjectEvent.Change("topic", AmfValue.of("olds")),
                        new SharedObjectEvent.Send("bye", List.of(AmfValue.of("all"))));
        side.run("so:set('topic', nil)");
        assertThat(shared(side)).contains(new SharedObjectEvent.Remove("topic"));
        assertThat(
                        side.run(
                                        "return tostring(so.ready) .. #so.properties.list .. tostring(so.properties.topic)")
                                .asText())
                .hasValue("true2nil");
        side.run("so:close() log = ''");
        share(side, new SharedObjectEvent.RequestChange("topic", AmfValue.of("late")));
        assertThat(side.log()).isEmpty();
    }

    @Test
    void sharedObjectsThatCannotBeAreRefused() {
        script(
                """
                so = cumulus:sharedObject('kept', true)
                function so:onStatus(code) say(code) end
                """);
        assertThat(new Side().log()).isEqualTo("SharedObject.BadPersistence; ");
    }
}
