package io.cumulonimbus.net.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** How we connect to others with TLS, and whom we trust. */
public final class ClientTls {
    private final SslContext context;
    private final boolean verifiesHosts;

    private ClientTls(SslContext context, boolean verifiesHosts) {
        this.context = context;
        this.verifiesHosts = verifiesHosts;
    }

    /**
     * Trusts the authorities in a PEM file, otherwise those that Java knows.
     *
     * @throws IOException whose message says what is wrong with the file
     */
    public static ClientTls trusting(Optional<Path> authorities) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (authorities.isPresent()) {
            builder.trustManager(PemPair.chain(authorities.get()));
        }
        return new ClientTls(builder.build(), true);
    }

    /** Trusts whoever answers: encryption without knowing with whom, for trying out. */
    public static ClientTls trustingAnyone() throws IOException {
        return new ClientTls(
                SslContextBuilder.forClient()
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build(),
                false);
    }

    /** What does the encryption of a new connection to this host. */
    public SslHandler handler(ByteBufAllocator allocator, String host, int port) {
        SslHandler handler = context.newHandler(allocator, host, port);
        var parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(verifiesHosts ? "HTTPS" : "");
        handler.engine().setSSLParameters(parameters);
        return handler;
    }
}
