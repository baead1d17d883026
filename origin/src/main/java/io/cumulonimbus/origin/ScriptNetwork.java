package io.cumulonimbus.origin;

import io.cumulonimbus.config.LuaConfig;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.net.loop.GatedLoop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.socket.NamesProxy;
import io.cumulonimbus.net.socket.SocketCensus;
import io.cumulonimbus.net.socket.SocketRule;
import io.cumulonimbus.net.socket.Sockets;
import io.cumulonimbus.origin.mail.Authorities;
import io.cumulonimbus.origin.mail.MailProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** The sockets and mails of all scripts of an origin. Any thread. */
final class ScriptNetwork implements AutoCloseable {
    private final LuaConfig config;
    private final NamesProxy names = new NamesProxy();
    private final SocketCensus census = new SocketCensus();
    private final MailProxy mail;

    private ScriptNetwork(LuaConfig config, MailProxy mail) {
        this.config = config;
        this.mail = mail;
    }

    /**
     * Opens nothing yet.
     *
     * @throws StartException when the certificates of those who vouch for the mail relay cannot be
     *     read
     */
    static ScriptNetwork open(OriginConfig config) throws StartException {
        Optional<SSLSocketFactory> tls = Optional.empty();
        Optional<Path> trust = config.smtp().trust();
        if (trust.isPresent()) {
            try {
                tls = Optional.of(Authorities.in(trust.get()));
            } catch (IOException e) {
                throw new StartException(e.getMessage() + " (key smtp.trust)", e);
            }
        }
        return new ScriptNetwork(config.lua(), new MailProxy(config.smtp(), tls));
    }

    /** The sockets of one realm; none when scripts may have none. */
    Optional<Sockets> sockets(Loop loop) {
        boolean off = config.sockets() == LuaConfig.Sockets.OFF;
        if (off || !(GatedLoop.beneath(loop) instanceof NettyLoop own)) {
            return Optional.empty();
        }
        boolean loopbackOnly = config.sockets() == LuaConfig.Sockets.LOOPBACK;
        SocketRule rule = new SocketRule(loopbackOnly, config::isUnreachable);
        return Optional.of(new Sockets(own, rule, names, census));
    }

    MailProxy mail() {
        return mail;
    }

    SocketCensus census() {
        return census;
    }

    @Override
    public void close() {
        names.close();
        mail.close();
    }
}
