package io.cumulonimbus.origin.lua.service;

import io.cumulonimbus.origin.app.Mail;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A mail on its way, on which scripts put {@code onSent}. */
public final class MailObject extends NativeObject {
    private static final int MOST_RECIPIENTS = 100;

    private MailObject(ObjectKind<MailObject> kind) {
        super(kind);
    }

    public static void addTo(ObjectKind<?> cumulus, ScriptHost realm) {
        ObjectKind<MailObject> kind =
                new ObjectKind<>(MailObject.class, realm.log(), realm.assignments())
                        .events("onSent");
        cumulus.method("sendMail", (self, a) -> send(a, realm, kind));
    }

    /** {@code (sender, subject, content, recipient...)}; tables of recipients are welcome too. */
    private static Varargs send(Arguments a, ScriptHost realm, ObjectKind<MailObject> kind) {
        List<String> recipients = new ArrayList<>();
        for (int i = 5; i <= a.count(); i++) {
            addRecipients(a, i, recipients);
        }
        if (recipients.isEmpty() || recipients.size() > MOST_RECIPIENTS) {
            throw a.fault(5, "1 to " + MOST_RECIPIENTS + " recipients expected");
        }
        Mail mail =
                new Mail(
                        Texts.toJava(a.string(2)),
                        recipients,
                        Texts.toJava(a.string(3)),
                        Texts.toJava(a.string(4)));
        MailObject object = new MailObject(kind);
        Runnable forget = realm.caller().belongings().add(object::die);
        realm.services()
                .sendMail(
                        mail,
                        realm.loop(),
                        error -> {
                            forget.run();
                            object.sent(realm, error);
                        });
        return object;
    }

    private static void addRecipients(Arguments a, int index, List<String> recipients) {
        if (a.get(index) instanceof LuaTable table) {
            for (int i = 1; i <= Math.min(MOST_RECIPIENTS + 1, table.rawlen()); i++) {
                recipients.add(table.rawget(i).tojstring());
            }
        } else {
            recipients.add(Texts.toJava(a.string(index)));
        }
    }

    private void sent(ScriptHost realm, Optional<String> error) {
        if (isAlive()) {
            LuaValue why = error.<LuaValue>map(Texts::toLua).orElse(NIL);
            realm.call(this, "onSent", why, NIL);
            die();
        }
    }
}
