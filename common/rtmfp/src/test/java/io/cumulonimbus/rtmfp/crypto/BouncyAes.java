package io.cumulonimbus.rtmfp.crypto;

import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.modes.CBCModeCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** A second opinion on AES-128-CBC from a zero vector. */
final class BouncyAes {
    private BouncyAes() {}

    static byte[] encrypt(byte[] key, byte[] plain) {
        return process(true, key, plain);
    }

    static byte[] decrypt(byte[] key, byte[] encrypted) {
        return process(false, key, encrypted);
    }

    private static byte[] process(boolean encrypt, byte[] key, byte[] in) {
        CBCModeCipher cipher = CBCBlockCipher.newInstance(AESEngine.newInstance());
        cipher.init(encrypt, new ParametersWithIV(new KeyParameter(key, 0, 16), new byte[16]));
        byte[] out = new byte[in.length];
        for (int at = 0; at < in.length; at += 16) {
            cipher.processBlock(in, at, out, at);
        }
        return out;
    }
}
