package io.cumulonimbus.origin.resume;

import io.cumulonimbus.client.ClientIdentity;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what edges keep unreadable to them, and worthless for any other client: AES-256-GCM with a
 * key that only origins have. Any thread.
 */
public final class Seal {
    private static final byte VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private static final Logger LOG = LoggerFactory.getLogger(Seal.class);

    private final SecretKeySpec key;
    private final RandomGenerator random;

    /**
     * @param key 32 bytes
     * @param random unpredictable and thread-safe
     */
    public Seal(byte[] key, RandomGenerator random) {
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /**
     * With the key in a file, which is made when it is not there. Without one, clients do not
     * outlive this process. Blocks.
     */
    public static Seal of(Path file, RandomGenerator random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            if (!Files.exists(file)) {
                create(file, key);
            }
            byte[] kept = Files.readAllBytes(file);
            if (kept.length == KEY_BYTES) {
                return new Seal(kept, random);
            }
            LOG.warn("{} holds no key; clients of edges end with this process", file);
        } catch (IOException e) {
            LOG.warn(
                    "No key in {}: {}; clients of edges end with this process", file, e.toString());
        }
        return new Seal(key, random);
    }

    /** Whole at once: origins that share the file may start at the same time. */
    private static void create(Path file, byte[] key) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path draft =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? Files.createTempFile(
                                folder,
                                "key",
                                "",
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------")))
                        : Files.createTempFile(folder, "key", "");
        try {
            Files.write(draft, key);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException meanwhile) {
            LOG.debug("{} is there meanwhile", file);
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** What this client's edge may keep. */
    byte[] close(byte[] plain, ClientIdentity whose) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, whose).doFinal(plain);
            byte[] all = new byte[1 + NONCE_BYTES + sealed.length];
            all[0] = VERSION;
            System.arraycopy(nonce, 0, all, 1, NONCE_BYTES);
            System.arraycopy(sealed, 0, all, 1 + NONCE_BYTES, sealed.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** What was sealed for this client; empty when it was not, or not by us. */
    Optional<byte[]> open(byte[] sealed, ClientIdentity whose) {
        if (sealed.length <= 1 + NONCE_BYTES || sealed[0] != VERSION) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        try {
            int from = 1 + NONCE_BYTES;
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, nonce, whose)
                            .doFinal(sealed, from, sealed.length - from));
        } catch (GeneralSecurityException forged) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, ClientIdentity whose)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(whose.peerId());
        return cipher;
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "Seal";
    }
}
