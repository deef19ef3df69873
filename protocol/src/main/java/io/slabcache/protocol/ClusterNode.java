package io.slabcache.protocol;

/**
 * A member of an ElastiCache cluster.
 *
 * @param hostName the configured name, never empty
 * @param ipAddress the address, empty if the service does not tell it
 * @param port 1 to 65535
 */
public record ClusterNode(String hostName, String ipAddress, int port) {
    /** The greatest port. */
    public static final int MAX_PORT = 0xffff;

    /**
     * Checks the components.
     *
     * @param hostName must not be empty
     * @param ipAddress may be empty
     * @param port must be 1 to 65535
     */
    public ClusterNode {
        if (hostName.isEmpty()) {
            throw new IllegalArgumentException("hostName must not be empty: ipAddress=" + ipAddress + ", port=" + port);
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "port must be 1 to " + MAX_PORT + ": hostName=" + hostName + ", port=" + port);
        }
    }
}
