package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The client's side of SCRAM-SHA-256 (RFC 5802 and 7677), without channel binding: the password is not told to the server,
 * which has to prove in turn that it knows it. One object is one conversation, used by one thread.
 *
 * <pre>
 *   clientFirst ──► server's challenge ──► clientFinal ──► server's proof ──► verify
 * </pre>
 */
final class ScramSha256 {
    static final String NAME = "SCRAM-SHA-256";

    /** What RFC 7677 asks of a server; with fewer, whoever has listened could guess passwords too fast. */
    static final int MIN_ITERATIONS = 4096;

    /** Some half a second of work: a server must not keep a client busy for longer. */
    static final int MAX_ITERATIONS = 600_000;

    /** "No channel binding, no other identity", first as it is, then in Base64 as the proof repeats it. */
    private static final String GS2_HEADER = "n,,";

    private static final String GS2_HEADER_BASE64 = "biws";
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BITS = 256;
    private static final int MAX_DIGITS = 9;

    private final String clientFirstBare;
    private final String nonce;
    private byte[] expectedProof = new byte[0];

    /**
     * Begins a conversation.
     *
     * @param user printable ASCII
     * @param nonce printable ASCII without commas, never used before
     */
    ScramSha256(String user, String nonce) throws IOException {
        for (int i = 0; i < user.length(); i++) {
            requirePrintable("user", user.charAt(i));
        }
        this.nonce = nonce;
        this.clientFirstBare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    }

    /**
     * Passwords are compared in the form that SASLprep (RFC 4013) gives them. Printable ASCII is that form already; it is
     * also all that is taken, since the tables for the rest are of an old Unicode that the JDK does not have.
     */
    private static void requirePrintable(String what, char c) throws IOException {
        if (c < ' ' || c > '~') {
            throw new IOException(what + " must be printable ASCII for " + NAME);
        }
    }

    byte[] clientFirst() {
        return (GS2_HEADER + clientFirstBare).getBytes(UTF_8);
    }

    /**
     * Answers the challenge.
     *
     * @param challenge the server's first message
     * @param password printable ASCII, not kept
     * @return the client's last message
     * @throws IOException if the challenge is not one for this conversation, or asks for too little or too much work
     */
    byte[] clientFinal(byte[] challenge, char[] password) throws IOException {
        String serverFirst = new String(challenge, UTF_8);
        String[] attributes = serverFirst.split(",", -1);
        if (attributes.length < 3
                || !attributes[0].startsWith("r=")
                || !attributes[1].startsWith("s=")
                || !attributes[2].startsWith("i=")) {
            throw new IOException("challenge must tell nonce, salt and iteration count: mechanism=" + NAME);
        }
        String commonNonce = attributes[0].substring(2);
        if (!commonNonce.startsWith(nonce) || commonNonce.length() == nonce.length()) {
            throw new IOException("server must add its nonce to the client's: mechanism=" + NAME);
        }
        byte[] salt = base64(attributes[1].substring(2), "salt");
        int iterations = iterations(attributes[2].substring(2));
        String withoutProof = "c=" + GS2_HEADER_BASE64 + ",r=" + commonNonce;
        byte[] signed = (clientFirstBare + "," + serverFirst + "," + withoutProof).getBytes(UTF_8);
        try {
            byte[] saltedPassword = saltedPassword(password, salt, iterations);
            byte[] clientKey = hmac(saltedPassword, "Client Key".getBytes(UTF_8));
            byte[] serverKey = hmac(saltedPassword, "Server Key".getBytes(UTF_8));
            Arrays.fill(saltedPassword, (byte) 0);
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
            byte[] proof = hmac(storedKey, signed);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= clientKey[i];
            }
            Arrays.fill(clientKey, (byte) 0);
            expectedProof = hmac(serverKey, signed);
            return (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IOException("JDK must have HMAC, PBKDF2 and SHA-256", e);
        }
    }

    private static int iterations(String text) throws IOException {
        boolean digits = !text.isEmpty() && text.length() <= MAX_DIGITS;
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        int iterations = digits ? Integer.parseInt(text) : 0;
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IOException("iteration count must be within its limits: iterations=" + (digits ? text : "?")
                    + ", least=" + MIN_ITERATIONS + ", greatest=" + MAX_ITERATIONS);
        }
        return iterations;
    }

    private static byte[] saltedPassword(char[] password, byte[] salt, int iterations)
            throws IOException, GeneralSecurityException {
        for (char c : password) {
            requirePrintable("password", c);
        }
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(message);
    }

    /**
     * Checks that the server knows the password too.
     *
     * @param proof the server's last message
     * @throws IOException if it does not
     */
    void verify(byte[] proof) throws IOException {
        String serverFinal = new String(proof, UTF_8);
        if (!serverFinal.startsWith("v=")) {
            throw new IOException("server must prove that it knows the password: mechanism=" + NAME);
        }
        int end = serverFinal.indexOf(',');
        byte[] signature = base64(serverFinal.substring(2, end < 0 ? serverFinal.length() : end), "proof");
        if (expectedProof.length < 1 || !MessageDigest.isEqual(signature, expectedProof)) {
            throw new IOException("server's proof must be made with the same password: mechanism=" + NAME);
        }
    }

    private static byte[] base64(String text, String what) throws IOException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(what + " must be Base64: mechanism=" + NAME, e);
        }
        if (bytes.length < 1) {
            throw new IOException(what + " must not be empty: mechanism=" + NAME);
        }
        return bytes;
    }
}
