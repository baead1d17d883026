package io.cumulonimbus.origin.lua;

import io.cumulonimbus.net.tls.ServerTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Stands in front of a plain mail server and has clients ask for TLS before they get to it. */
final class StartTlsDoor implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;

    final Path certificate;
    final List<String> inClear = new CopyOnWriteArrayList<>();
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final SSLContext context;
    private final int behind;

    StartTlsDoor(Path folder, int behind) throws IOException {
        this.behind = behind;
        this.certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        ServerTls.makeMissing(certificate, key, new SecureRandom());
        try {
            context = context(certificate, key);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        start(
                () -> {
                    while (true) {
                        Socket client = door.accept();
                        start(() -> serve(client));
                    }
                });
    }

    int port() {
        return door.getLocalPort();
    }

    private static SSLContext context(Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        String base64 = Files.readString(key).replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey secret =
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            Certificate own = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            store.setKeyEntry("own", secret, new char[0], new Certificate[] {own});
        }
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(keys.getKeyManagers(), null, null);
        return made;
    }

    private void serve(Socket client) throws IOException {
        client.setSoTimeout(PATIENCE_MS);
        say(client, "220 localhost");
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1),
                        1);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            inClear.add(line.replaceAll(" .*", ""));
            if (line.startsWith("STARTTLS")) {
                say(client, "220 go ahead");
                break;
            }
            say(client, line.startsWith("EHLO") ? "250-localhost\r\n250 STARTTLS" : "530 no");
        }
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(client, null, false);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
        skipLine(server.getInputStream()); // the greeting
        start(() -> pipe(server.getInputStream(), secured.getOutputStream()));
        pipe(secured.getInputStream(), server.getOutputStream());
        secured.close();
        server.close();
    }

    private static void skipLine(InputStream in) throws IOException {
        for (int c = in.read(); c != '\n' && c >= 0; ) {
            c = in.read();
        }
    }

    private static void say(Socket to, String line) throws IOException {
        to.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void pipe(InputStream from, OutputStream to) throws IOException {
        byte[] some = new byte[4096];
        for (int n = from.read(some); n >= 0; n = from.read(some)) {
            to.write(some, 0, n);
            to.flush();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException | UncheckedIOException over) {
                                // One of both ends is done.
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
