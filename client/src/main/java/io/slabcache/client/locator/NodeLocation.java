package io.slabcache.client.locator;

/**
 * A node as a {@link Placement} sees it.
 *
 * @param host the name or address as it was configured
 * @param port 1 to 65535
 * @param weight the node's share of the keys in proportion to the others', positive
 * @param ipAddress the address that {@code host} stands for, equal to it if it is an address itself, empty if unknown; it counts only in
 *     the placements that say so
 */
public record NodeLocation(String host, int port, int weight, String ipAddress) {
    /** The weight of a node when none is configured. */
    public static final int DEFAULT_WEIGHT = 1;

    /** The port at which memcached listens by default; some placements leave it out of a node's name. */
    public static final int DEFAULT_PORT = 11211;

    private static final int MAX_PORT = 0xffff;

    /**
     * Checks the components.
     *
     * @param host must not be empty
     * @param port must be 1 to 65535
     * @param weight must be positive
     * @param ipAddress may be empty
     */
    public NodeLocation {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host must not be empty: host=" + host + ", port=" + port);
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be 1 to " + MAX_PORT + ": host=" + host + ", port=" + port);
        }
        if (weight < 1) {
            throw new IllegalArgumentException("weight must be positive: host=" + host + ", weight=" + weight);
        }
    }

    /**
     * Creates a node of the default weight whose address is not known.
     *
     * @param host the name or address as it was configured
     * @param port 1 to 65535
     */
    public NodeLocation(String host, int port) {
        this(host, port, DEFAULT_WEIGHT, "");
    }
}
