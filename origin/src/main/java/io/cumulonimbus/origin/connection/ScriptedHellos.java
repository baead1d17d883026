package io.cumulonimbus.origin.connection;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.ApplicationProxy;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.app.Greeting;
import io.cumulonimbus.origin.app.Redirection;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets applications send clients elsewhere before a session is made; without one that wants to,
 * hellos are answered as ever. Owned by one loop.
 */
public final class ScriptedHellos implements HelloPolicy {
    private static final int MOST_ATTEMPTS = 4096;
    private static final Answer SILENCE = new Ignore();

    private final Applications applications;
    private final Loop loop;
    private final HelloPolicy next;
    private final Map<ByteBuffer, Integer> attempts =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Integer> eldest) {
                    return size() > MOST_ATTEMPTS;
                }
            };

    /**
     * @param next answers when no application wants to
     */
    public ScriptedHellos(Applications applications, Loop loop, HelloPolicy next) {
        this.applications = applications;
        this.loop = loop;
        this.next = next;
    }

    @Override
    public Answer answer(ReceivedHello hello, long nowNs) {
        if (!hello.selected() || !applications.greets()) {
            return next.answer(hello, nowNs);
        }
        ConnectTarget target = ConnectTarget.of(hello.wanted().ancillaryData().orElse(""), "", "");
        Optional<ApplicationProxy> application =
                applications.find(target.path()).filter(ApplicationProxy::greets);
        if (application.isEmpty()) {
            return next.answer(hello, nowNs);
        }
        int attempt = attempts.merge(ByteBuffer.wrap(hello.tag().clone()), 1, Integer::sum);
        Greeting greeting = new Greeting(hello.from(), target.path(), target.parameters(), attempt);
        application.get().greet(greeting, loop, redirection -> follow(hello, redirection));
        return SILENCE;
    }

    @Override
    public void onStrayAnswer(byte[] tag, InetSocketAddress from, long nowNs) {
        next.onStrayAnswer(tag, from, nowNs);
    }

    private void follow(ReceivedHello hello, Redirection redirection) {
        if (redirection.elsewhere()) {
            hello.redirect(
                    redirection.addresses().stream()
                            .map(address -> new Address(address, Origin.RELAY))
                            .toList());
            return;
        }
        switch (next.answer(hello, loop.nowNs())) {
            case Ignore ignore -> {}
            case RedirectTo redirect -> hello.redirect(redirect.addresses());
            case Respond respond -> hello.respond();
        }
    }
}
