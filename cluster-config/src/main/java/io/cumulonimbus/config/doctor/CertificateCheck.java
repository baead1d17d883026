package io.cumulonimbus.config.doctor;

import io.cumulonimbus.config.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** Whether the certificate is there and for how long. */
final class CertificateCheck {
    private static final long SOON_DAYS = 21;

    private CertificateCheck() {}

    static Finding look(TlsConfig tls) {
        if (Files.notExists(tls.certificate()) && tls.makeMissing()) {
            return Finding.ok(
                    "no certificate yet: the first start makes one for trying out at "
                            + tls.certificate());
        }
        if (!Files.isReadable(tls.key())) {
            return Finding.bad("tls.key: " + tls.key() + " cannot be read by this user");
        }
        try (InputStream file = Files.newInputStream(tls.certificate())) {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return judge(tls, (X509Certificate) factory.generateCertificate(file));
        } catch (IOException e) {
            return Finding.bad("tls.certificate: " + tls.certificate() + " cannot be read");
        } catch (CertificateException e) {
            return Finding.bad(
                    "tls.certificate: "
                            + tls.certificate()
                            + " is no certificate in PEM form (BEGIN CERTIFICATE)");
        }
    }

    private static Finding judge(TlsConfig tls, X509Certificate certificate) {
        Instant ends = certificate.getNotAfter().toInstant();
        long days = Duration.between(Instant.now(), ends).toDays();
        String what = "certificate " + tls.certificate() + " ";
        if (Instant.now().isAfter(ends)) {
            return Finding.bad(what + "ended at " + ends + ": renew it; no restart is needed");
        }
        if (Instant.now().isBefore(certificate.getNotBefore().toInstant())) {
            return Finding.bad(what + "begins in the future: look at the clock of this machine");
        }
        if (days < SOON_DAYS) {
            return Finding.note(what + "ends in " + days + " days: renew it");
        }
        boolean ownSignature =
                certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        return ownSignature
                ? Finding.note(
                        what
                                + "vouches for itself: programs that check certificates refuse it;"
                                + " valid until "
                                + ends)
                : Finding.ok(what + "is valid until " + ends);
    }
}
