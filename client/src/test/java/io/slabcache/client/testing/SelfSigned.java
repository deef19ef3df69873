package io.slabcache.client.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/** Makes keys and certificates that sign themselves, in DER: keytool takes a second for each, in a process of its own. */
public final class SelfSigned {
    private static final Duration VALIDITY = Duration.ofDays(2);
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;

    private static final byte[] COMMON_NAME = object("550403");
    private static final byte[] ALTERNATIVE_NAME = object("551d11");
    private static final byte[] NO_UNUSED_BITS = {0};

    /** How a key signs. */
    private enum Algorithm {
        EC(256, "SHA256withECDSA", "300a06082a8648ce3d040302"),
        RSA(2048, "SHA256withRSA", "300d06092a864886f70d01010b0500"),
        ED25519(255, "Ed25519", "300506032b6570");

        private final int bits;
        private final String signature;

        /** What a certificate calls it, in DER. */
        private final String id;

        Algorithm(int bits, String signature, String id) {
            this.bits = bits;
            this.signature = signature;
            this.id = id;
        }

        byte[] id() {
            return HexFormat.of().parseHex(id);
        }
    }

    private SelfSigned() {}

    /**
     * Makes a pair and puts it into a new store, with its certificate.
     *
     * @param algorithm EC, RSA or Ed25519
     * @param commonName the holder, in what a certificate calls a subject
     * @param names whose certificate it is: {@code dns:localhost,ip:127.0.0.1}
     * @param alias what the store calls it
     * @param password protects it in the store
     * @return a store of one entry, valid now
     */
    public static KeyStore newStore(String algorithm, String commonName, String names, String alias, char[] password)
            throws GeneralSecurityException, IOException {
        Algorithm signing = Algorithm.valueOf(algorithm.toUpperCase(Locale.ROOT));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(signing.bits);
        KeyPair pair = generator.generateKeyPair();
        Certificate certificate = sign(pair, signing, commonName, names);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(alias, pair.getPrivate(), password, new Certificate[] {certificate});
        return store;
    }

    private static Certificate sign(KeyPair keys, Algorithm algorithm, String commonName, String names)
            throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        byte[] holder = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, ascii(commonName)))));
        byte[] alternatives = der(SEQUENCE, ALTERNATIVE_NAME, der(OCTET_STRING, der(SEQUENCE, generalNames(names))));
        byte[] content = der(
                SEQUENCE,
                der(VERSION, der(INTEGER, new byte[] {2})),
                der(INTEGER, ascii(Long.toString(System.nanoTime()))),
                algorithm.id(),
                holder,
                der(SEQUENCE, time(now.minus(VALIDITY)), time(now.plus(VALIDITY))),
                holder,
                keys.getPublic().getEncoded(),
                der(EXTENSIONS, der(SEQUENCE, alternatives)));
        Signature signature = Signature.getInstance(algorithm.signature);
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] whole = der(SEQUENCE, content, algorithm.id(), der(BIT_STRING, NO_UNUSED_BITS, signature.sign()));
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[][] generalNames(String names) throws UnknownHostException {
        String[] each = names.split(",", -1);
        byte[][] encoded = new byte[each.length][];
        for (int i = 0; i < each.length; i++) {
            String name = each[i].substring(each[i].indexOf(':') + 1);
            encoded[i] = each[i].startsWith("ip:")
                    ? der(IP_ADDRESS, InetAddress.getByName(name).getAddress())
                    : der(DNS_NAME, ascii(name));
        }
        return encoded;
    }

    private static byte[] time(Instant instant) {
        return der(TIME, ascii(UTC_TIME.format(instant)));
    }

    private static byte[] object(String hex) {
        return der(OBJECT_ID, HexFormat.of().parseHex(hex));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
