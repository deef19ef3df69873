package io.slabcache.client;

import java.util.function.Supplier;

/**
 * Who a client says it is. Nothing here tells the password but {@link #password()}.
 *
 * @param user the name
 * @param passwordSource asked for the password at every authentication, so that it may change
 */
public record Credentials(String user, Supplier<char[]> passwordSource) {
    /**
     * Checks the components.
     *
     * @param user must not be empty
     * @param passwordSource must not return null
     */
    public Credentials {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("user must not be empty: user=" + user);
        }
    }

    /**
     * Creates credentials with a password that does not change.
     *
     * @param user the name
     * @param password the password, copied
     * @return the credentials
     */
    public static Credentials of(String user, char[] password) {
        char[] copy = password.clone();
        return new Credentials(user, copy::clone);
    }

    /**
     * Asks for the password.
     *
     * @return a fresh array, to be overwritten after use
     */
    public char[] password() {
        return passwordSource.get();
    }

    /** Tells the user alone. */
    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
