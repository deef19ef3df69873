package io.slabcache.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a file that is read again when it has changed. Safe for use by any number of threads.
 *
 * <p>Whether a user exists is not to be seen from outside: one that does not exist has a salt too, always the same as long as the
 * server runs, and checking a password of theirs takes as long.
 */
public final class Users {
    private static final Logger LOG = LoggerFactory.getLogger(Users.class);
    private static final int KEY_LENGTH = 32;
    private static final int SALT_LENGTH = 16;

    private final UserFile file;

    /** Of this process alone: for the salts of users that do not exist and for what is remembered of accepted passwords. */
    private final byte[] secret = new byte[KEY_LENGTH];

    private volatile Map<String, User> byName;

    private Users(UserFile file) throws IOException {
        this.file = file;
        new SecureRandom().nextBytes(secret);
        this.byName = read();
    }

    /**
     * Reads a file of users.
     *
     * @param path where it is
     * @return the users
     * @throws IOException if it cannot be read or understood, or has no user
     */
    static Users load(Path path) throws IOException {
        UserFile file = new UserFile(path);
        if (file.isReadableByEverybody()) {
            LOG.warn("everybody on this machine can read the user file: file={}", path);
        }
        return new Users(file);
    }

    private Map<String, User> read() throws IOException {
        Map<String, User> users = new HashMap<>();
        file.read().forEach((name, credential) -> users.put(name, new User(credential)));
        if (users.isEmpty()) {
            throw new IOException("user file must have a user: file=" + file.path());
        }
        return users;
    }

    /** Reads the file again; if that fails, everything stays as it was. Who is logged in stays so. */
    void reload() throws IOException {
        byName = read();
    }

    Path path() {
        return file.path();
    }

    int count() {
        return byName.size();
    }

    /** Returns a user's credential, for one that does not exist one that nobody has. */
    ScramCredential credential(String name) {
        Map<String, User> users = byName;
        User user = users.get(name);
        if (user != null) {
            return user.credential;
        }
        int iterations = users.values().iterator().next().credential.iterations();
        byte[] salt = Arrays.copyOf(ScramCredential.hmac(secret, name.getBytes(UTF_8)), SALT_LENGTH);
        return ScramCredential.unmatchable(iterations, salt);
    }

    /** Tells whether a password is the one that this user was last let in with; quick. False says nothing. */
    boolean remembers(String name, char[] password) {
        User user = byName.get(name);
        byte[] remembered = user == null ? null : user.remembered;
        return remembered != null && MessageDigest.isEqual(remembered, digest(password));
    }

    /** Checks a password; takes some milliseconds, on purpose. */
    boolean check(String name, char[] password) {
        User user = byName.get(name);
        boolean matches = credential(name).matches(password);
        if (user == null || !matches) {
            return false;
        }
        user.remembered = digest(password);
        return true;
    }

    private byte[] digest(char[] password) {
        ByteBuffer encoded = UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        try {
            return ScramCredential.hmac(secret, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            encoded.clear();
            encoded.put(new byte[encoded.capacity()]);
        }
    }

    /** One user as long as the file says the same. */
    private static final class User {
        final ScramCredential credential;

        /** A digest, under this process's secret, of the password that was accepted last. */
        volatile byte @Nullable [] remembered;

        User(ScramCredential credential) {
            this.credential = credential;
        }
    }
}
