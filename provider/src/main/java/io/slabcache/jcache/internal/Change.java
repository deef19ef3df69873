package io.slabcache.jcache.internal;

/** The state that a conditional step of a {@link Backing} gives to a key. */
public sealed interface Change {
    /** Removes the entry. */
    Change DELETE = new Delete();

    /**
     * Stores a value.
     *
     * @param value the value, not copied
     * @param expiryMillis the expiry time, after the backing's present
     * @return the step
     */
    static Change write(byte[] value, long expiryMillis) {
        return new Write(value, expiryMillis);
    }

    /**
     * Keeps the value and gives it another expiry time.
     *
     * @param expiryMillis the expiry time, after the backing's present
     * @return the step
     */
    static Change touch(long expiryMillis) {
        return new Touch(expiryMillis);
    }

    /** A value to store. */
    final class Write implements Change {
        private final byte[] value;
        private final long expiryMillis;

        private Write(byte[] value, long expiryMillis) {
            this.value = value;
            this.expiryMillis = expiryMillis;
        }

        /**
         * Returns the value.
         *
         * @return the array, not a copy
         */
        public byte[] value() {
            return value;
        }

        /**
         * Returns the expiry time.
         *
         * @return milliseconds of the backing's clock
         */
        public long expiryMillis() {
            return expiryMillis;
        }
    }

    /**
     * Another expiry time.
     *
     * @param expiryMillis milliseconds of the backing's clock
     */
    record Touch(long expiryMillis) implements Change {}

    /** A removal. */
    final class Delete implements Change {
        private Delete() {}
    }
}
