package io.cumulonimbus.net.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chain of certificates and the private key of its first.
 *
 * @param chain at least one
 * @param key belongs to the first of the chain
 */
record PemPair(List<X509Certificate> chain, PrivateKey key) {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

    /** Reads both files; the message of what it throws says which one is wrong, and how. */
    static PemPair read(Path certificate, Path key) throws IOException {
        List<X509Certificate> chain = chain(certificate);
        PublicKey published = chain.get(0).getPublicKey();
        PrivateKey secret = key(key, published.getAlgorithm());
        if (!belong(secret, published)) {
            throw new IOException("The key " + key + " is not that of " + certificate);
        }
        return new PemPair(chain, secret);
    }

    /** The certificates of a file, at least one. */
    static List<X509Certificate> chain(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
            throw new IOException("There is no certificate in " + file);
        } catch (GeneralSecurityException e) {
            throw new IOException("The file " + file + " holds no certificate: " + e.getMessage());
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException {
        Matcher pem = PKCS8.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IOException(
                    "The file "
                            + file
                            + " holds no key of the form PKCS #8 (BEGIN PRIVATE KEY);"
                            + " 'openssl pkcs8 -topk8 -nocrypt' makes one of another form");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause might show parts of the key.
            throw new IOException("The file " + file + " holds no " + algorithm + " key");
        }
    }

    private static boolean belong(PrivateKey secret, PublicKey published) throws IOException {
        String algorithm =
                switch (published.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> published.getAlgorithm();
                };
        try {
            byte[] something = {1};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(published);
            signature.update(something);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new IOException("The key and its certificate cannot be used: " + e.getMessage());
        }
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return chain.get(0).getSubjectX500Principal().toString();
    }
}
