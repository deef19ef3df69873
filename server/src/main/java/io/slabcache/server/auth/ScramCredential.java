package io.slabcache.server.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a password: enough to check it, by SCRAM-SHA-256 (RFC 5802 and 7677) or in the clear, and not enough to use it.
 * Immutable.
 *
 * <p>Written as {@code SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>}, the last three in Base64.
 */
public final class ScramCredential {
    /** The name of the mechanism. */
    public static final String MECHANISM = "SCRAM-SHA-256";

    /** How many rounds of hashing a new password gets: some 10 ms of work for whoever tries one. */
    public static final int DEFAULT_ITERATIONS = 20_000;

    /** What RFC 7677 asks for. */
    public static final int MIN_ITERATIONS = 4096;

    /** More than this some clients refuse to compute. */
    public static final int MAX_ITERATIONS = 600_000;

    private static final String HMAC = "HmacSHA256";
    private static final String HASH = "SHA-256";
    private static final int KEY_LENGTH = 32;
    private static final int SALT_LENGTH = 16;
    private static final int MAX_SALT_LENGTH = 64;
    private static final Pattern FORM = Pattern.compile(
            "SCRAM-SHA-256\\$([0-9]{1,9}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)", Pattern.DOTALL);

    private static final char[] NUL = {'\0'};

    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramCredential(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        this.iterations = iterations;
        this.salt = salt;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /**
     * Makes the credential of a password with a fresh salt.
     *
     * @param password printable ASCII, which every client sends alike; not kept
     * @param iterations {@link #MIN_ITERATIONS} to {@link #MAX_ITERATIONS}
     * @param random makes the salt
     * @return a new credential
     * @throws IllegalArgumentException if the password is empty or has other characters, or the number is out of range
     */
    public static ScramCredential create(char[] password, int iterations, SecureRandom random) {
        if (password.length == 0 || !isPrintableAscii(password)) {
            throw new IllegalArgumentException("password must be printable ASCII and not empty");
        }
        checkIterations(iterations);
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        return of(password, iterations, salt);
    }

    static ScramCredential of(char[] password, int iterations, byte[] salt) {
        byte[] saltedPassword = saltedPassword(password, iterations, salt);
        byte[] clientKey = hmac(saltedPassword, "Client Key");
        byte[] serverKey = hmac(saltedPassword, "Server Key");
        byte[] storedKey = hash(clientKey);
        Arrays.fill(saltedPassword, (byte) 0);
        Arrays.fill(clientKey, (byte) 0);
        return new ScramCredential(iterations, salt, storedKey, serverKey);
    }

    /** Makes a credential that no password has, for users that do not exist: nobody shall tell them from those that do. */
    static ScramCredential unmatchable(int iterations, byte[] salt) {
        return new ScramCredential(iterations, salt, new byte[KEY_LENGTH], new byte[KEY_LENGTH]);
    }

    /**
     * Reads a credential.
     *
     * @param text as {@link #format} writes it
     * @return the credential
     * @throws IllegalArgumentException if it is not one; the message does not repeat it
     */
    public static ScramCredential parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "credential must be of the form " + MECHANISM + "$iterations:salt$stored-key:server-key");
        }
        int iterations = Integer.parseInt(matcher.group(1));
        checkIterations(iterations);
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] salt = base64.decode(matcher.group(2));
        byte[] storedKey = base64.decode(matcher.group(3));
        byte[] serverKey = base64.decode(matcher.group(4));
        if (salt.length == 0
                || salt.length > MAX_SALT_LENGTH
                || storedKey.length != KEY_LENGTH
                || serverKey.length != KEY_LENGTH) {
            throw new IllegalArgumentException("credential's parts must have their lengths: saltLength=" + salt.length
                    + ", storedKeyLength=" + storedKey.length + ", serverKeyLength=" + serverKey.length);
        }
        return new ScramCredential(iterations, salt, storedKey, serverKey);
    }

    private static void checkIterations(int iterations) {
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("iterations must be within their range: iterations=" + iterations
                    + ", least=" + MIN_ITERATIONS + ", greatest=" + MAX_ITERATIONS);
        }
    }

    static boolean isPrintableAscii(char[] text) {
        for (char c : text) {
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes the credential as a user file has it.
     *
     * @return what {@link #parse} reads
     */
    public String format() {
        Base64.Encoder base64 = Base64.getEncoder();
        return MECHANISM + "$" + iterations + ":" + base64.encodeToString(salt) + "$" + base64.encodeToString(storedKey)
                + ":" + base64.encodeToString(serverKey);
    }

    /** Tells whether this is the password's credential, in a time that does not depend on how wrong the password is. */
    boolean matches(char[] password) {
        // no password is empty or a NUL; the hash, which takes the time, does not take an empty one
        byte[] actual = of(password.length == 0 ? NUL : password, iterations, salt).storedKey;
        return MessageDigest.isEqual(actual, storedKey);
    }

    /** Tells whether a client's proof was made with the password, which itself is not seen. */
    boolean provenBy(byte[] proof, String authMessage) {
        if (proof.length != KEY_LENGTH) {
            return false;
        }
        byte[] clientKey = hmac(storedKey, authMessage);
        for (int i = 0; i < KEY_LENGTH; i++) {
            clientKey[i] ^= proof[i];
        }
        boolean proven = MessageDigest.isEqual(hash(clientKey), storedKey);
        Arrays.fill(clientKey, (byte) 0);
        return proven;
    }

    /** Returns what proves to the client that the server knows the credential. */
    byte[] serverSignature(String authMessage) {
        return hmac(serverKey, authMessage);
    }

    int iterations() {
        return iterations;
    }

    String saltBase64() {
        return Base64.getEncoder().encodeToString(salt);
    }

    private static byte[] saltedPassword(char[] password, int iterations, byte[] salt) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, KEY_LENGTH * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("JDK must have PBKDF2 with SHA-256", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] hmac(byte[] key, String message) {
        return hmac(key, message.getBytes(US_ASCII));
    }

    static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("JDK must have HMAC with SHA-256", e);
        }
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance(HASH).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("JDK must have SHA-256", e);
        }
    }

    /** Names the mechanism alone: the keys are secrets. */
    @Override
    public String toString() {
        return MECHANISM + "$" + iterations + ":***";
    }
}
