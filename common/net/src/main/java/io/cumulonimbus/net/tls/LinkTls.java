package io.cumulonimbus.net.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * TLS 1.3 between our own nodes. Nobody vouches for the server's certificate, which is made at its
 * start: the secret that both ends prove binds the channel by the certificate's hash.
 */
public final class LinkTls {
    private static final long HANDSHAKE_MS = 5_000;

    private final SslContext context;
    private final byte[] channel;

    private LinkTls(SslContext context, byte[] channel) {
        this.context = context;
        this.channel = channel;
    }

    /** The accepting side, with a new certificate. */
    public static LinkTls server(RandomGenerator random) {
        PemPair pair = TrialCertificate.inMemory(random);
        try {
            SslContext context =
                    SslContextBuilder.forServer(pair.key(), pair.chain())
                            .protocols("TLSv1.3")
                            .build();
            return new LinkTls(context, hash(pair.chain().get(0).getEncoded()));
        } catch (SSLException | CertificateEncodingException e) {
            throw new IllegalStateException("every Java platform has TLS 1.3", e);
        }
    }

    /** The dialling side. */
    public static LinkTls client() {
        try {
            SslContext context =
                    SslContextBuilder.forClient()
                            .protocols("TLSv1.3")
                            .trustManager(InsecureTrustManagerFactory.INSTANCE)
                            .endpointIdentificationAlgorithm(null)
                            .build();
            return new LinkTls(context, new byte[0]);
        } catch (SSLException e) {
            throw new IllegalStateException("every Java platform has TLS 1.3", e);
        }
    }

    /** What does the encryption of a new connection. Any thread. */
    public SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MS);
        return handler;
    }

    /** What names connections to this server: the hash of its certificate. */
    public byte[] channel() {
        return channel.clone();
    }

    /** What names a connection on the dialling side, once its handshake is done. */
    public static byte[] channelOf(SslHandler handler) {
        try {
            return hash(handler.engine().getSession().getPeerCertificates()[0].getEncoded());
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            throw new IllegalStateException("a server of TLS 1.3 without a certificate", e);
        }
    }

    private static byte[] hash(byte[] certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
