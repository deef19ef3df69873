package io.slabcache.bench.jcache;

/** The classes of keys and values. */
enum Entries {
    STRING_BYTES("String to byte[100]", String.class, byte[].class),
    LONG_BYTES("Long to byte[100]", Long.class, byte[].class),
    STRING_RECORD("String to a record", String.class, Customer.class),
    LONG_RECORD("Long to a record", Long.class, Customer.class);

    /** How many entries there are. */
    static final int COUNT = 1 << 18;

    private static final int VALUE_LENGTH = 100;
    private static final long FIRST = 10_000_000_000L;

    private final String label;
    private final Class<?> keyClass;
    private final Class<?> valueClass;

    Entries(String label, Class<?> keyClass, Class<?> valueClass) {
        this.label = label;
        this.keyClass = keyClass;
        this.valueClass = valueClass;
    }

    /** Returns the name, as tables have it. */
    String label() {
        return label;
    }

    Class<?> keyClass() {
        return keyClass;
    }

    Class<?> valueClass() {
        return valueClass;
    }

    /** Returns a new object for the key of an index. */
    Object key(int index) {
        return keyClass == Long.class ? (Object) Long.valueOf(FIRST + index) : "customer:" + (FIRST + index);
    }

    /** Returns a value for an index. */
    Object value(int index) {
        if (valueClass == Customer.class) {
            return new Customer(index, "customer " + index, "customer" + index + "@example.com", index % 97);
        }
        byte[] bytes = new byte[VALUE_LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (index + i);
        }
        return bytes;
    }

    /** Returns whether a result is what a present key has. */
    boolean isValue(Object value) {
        return value instanceof byte[] bytes
                ? bytes.length == VALUE_LENGTH
                : value instanceof Customer customer && customer.visits() < 97;
    }
}
