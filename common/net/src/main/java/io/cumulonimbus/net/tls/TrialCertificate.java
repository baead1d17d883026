package io.cumulonimbus.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A certificate that vouches for itself, for trying TLS out (RFC 5280 §4.1); P-256, ten years. */
final class TrialCertificate {
    private static final int DAYS = 3650;
    private static final int SERIAL_BITS = 120;
    private static final int TAG_DNS_NAME = 0x82;
    private static final int TAG_IP_ADDRESS = 0x87;
    private static final int TAG_VERSION = 0xa0;
    private static final int TAG_EXTENSIONS = 0xa3;
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private TrialCertificate() {}

    /** Makes both files and the folders they are in; nobody else can read the key. Blocks. */
    static void make(Path certificate, Path key, RandomGenerator random) throws IOException {
        try {
            KeyPair pair = keyPair();
            write(key, "PRIVATE KEY", pair.getPrivate().getEncoded(), ownersOnly());
            write(certificate, "CERTIFICATE", certificate(pair, random));
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate can be made: " + e.getMessage(), e);
        }
    }

    /** Makes one that is in no file. */
    static PemPair inMemory(RandomGenerator random) {
        try {
            KeyPair pair = keyPair();
            InputStream der = new ByteArrayInputStream(certificate(pair, random));
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(der);
            return new PemPair(List.of((X509Certificate) certificate), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate can be made", e);
        }
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static FileAttribute<?>[] ownersOnly() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    private static void write(Path file, String label, byte[] der, FileAttribute<?>... attributes)
            throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        String text =
                "-----BEGIN "
                        + label
                        + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END "
                        + label
                        + "-----\n";
        try (var channel =
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        attributes)) {
            channel.write(StandardCharsets.US_ASCII.encode(text));
        }
    }

    private static byte[] certificate(KeyPair pair, RandomGenerator random)
            throws GeneralSecurityException {
        byte[] body = body(pair, random);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(body);
        return Der.sequence(body, ECDSA_SHA256, Der.bits(signature.sign()));
    }

    private static byte[] body(KeyPair pair, RandomGenerator random) {
        byte[] serial = new byte[SERIAL_BITS / Byte.SIZE];
        random.nextBytes(serial);
        byte[] commonName = Der.oid(2, 5, 4, 3);
        byte[] name =
                Der.sequence(
                        Der.set(
                                Der.sequence(
                                        commonName, Der.text("Cumulonimbus, for trying out"))));
        Instant now = Instant.now();
        byte[] validity =
                Der.sequence(
                        Der.time(TIME.format(now.minus(1, ChronoUnit.DAYS))),
                        Der.time(TIME.format(now.plus(DAYS, ChronoUnit.DAYS))));
        return Der.sequence(
                Der.tagged(TAG_VERSION, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(1, serial)),
                ECDSA_SHA256,
                name,
                validity,
                name,
                pair.getPublic().getEncoded(),
                Der.tagged(TAG_EXTENSIONS, Der.sequence(alternativeNames())));
    }

    /** The names it is valid for: only what means this machine, seen from itself. */
    private static byte[] alternativeNames() {
        byte[] names =
                Der.sequence(
                        Der.tagged(TAG_DNS_NAME, "localhost".getBytes(StandardCharsets.US_ASCII)),
                        Der.tagged(TAG_IP_ADDRESS, address("127.0.0.1")),
                        Der.tagged(TAG_IP_ADDRESS, address("::1")));
        return Der.sequence(Der.oid(2, 5, 29, 17), Der.octets(names));
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
