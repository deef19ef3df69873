package io.slabcache.client;

import io.slabcache.client.locator.Placement;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client. Made by {@link MemcachedClientBuilder}, whose methods say what they mean.
 *
 * @param name names the client in thread names and messages
 * @param discovery where the nodes come from
 * @param placement how keys are distributed
 * @param connectionsPerNode 1 to 4
 * @param operationTimeout the deadline of an operation
 * @param connectTimeout the deadline of one attempt to connect, encryption and authentication included
 * @param stallTimeout how old the oldest unanswered request may become before its connection is closed
 * @param idleTimeout how long a connection may be unused before it is closed, zero for ever
 * @param maxInFlight requests of one connection that may be unanswered
 * @param maxBufferedBytes bytes of one connection that may wait to be sent
 * @param maxValueLength the longest value that is accepted from a server
 * @param clockSkew by how much the servers' clocks may run ahead
 * @param failureMode what becomes of an operation whose node is down
 * @param gutter the nodes that stand by, empty unless the failure mode is {@link FailureMode#GUTTER}
 * @param sslContext for TLS, null for none
 * @param verifyHostName whether a certificate must be the node's
 * @param credentials for SASL, null for none
 * @param allowPlainWithoutTls whether the password may be sent in the clear
 * @param allowMissingAuthentication whether a server that knows no authentication is good enough when there are credentials
 */
public record ClientSettings(
        String name,
        Discovery discovery,
        Placement placement,
        int connectionsPerNode,
        Duration operationTimeout,
        Duration connectTimeout,
        Duration stallTimeout,
        Duration idleTimeout,
        int maxInFlight,
        int maxBufferedBytes,
        int maxValueLength,
        Duration clockSkew,
        FailureMode failureMode,
        List<Discovery.Node> gutter,
        @Nullable SSLContext sslContext,
        boolean verifyHostName,
        @Nullable Credentials credentials,
        boolean allowPlainWithoutTls,
        boolean allowMissingAuthentication) {
    private static final int MAX_CONNECTIONS_PER_NODE = 4;
    private static final int MAX_MAX_IN_FLIGHT = 1 << 20;

    /**
     * Checks the components against their limits and each other.
     *
     * @param name letters, digits, dots, dashes and underscores, at least one
     * @param discovery where the nodes come from; not asked here
     * @param placement how keys are distributed
     * @param connectionsPerNode 1 to 4
     * @param operationTimeout longer than nothing
     * @param connectTimeout longer than nothing
     * @param stallTimeout longer than nothing
     * @param idleTimeout zero for ever, or longer
     * @param maxInFlight 1 to 1,048,576
     * @param maxBufferedBytes 1 or more
     * @param maxValueLength 0 or more
     * @param clockSkew zero or longer
     * @param failureMode what becomes of an operation whose node is down
     * @param gutter at least one node with {@link FailureMode#GUTTER}, none with any other mode; copied
     * @param sslContext for TLS, null for none
     * @param verifyHostName whether a certificate must be the node's; means nothing without TLS
     * @param credentials for SASL, null for none
     * @param allowPlainWithoutTls whether the password may be sent in the clear; means nothing without credentials
     * @param allowMissingAuthentication whether a server that knows no authentication is good enough; means nothing without
     *     credentials
     * @throws IllegalArgumentException if a component is out of its bounds; the message names it and its value
     */
    public ClientSettings {
        if (!name.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("name must be letters, digits, dots, dashes: name=" + name);
        }
        requireRange("connectionsPerNode", connectionsPerNode, 1, MAX_CONNECTIONS_PER_NODE);
        requirePositive("operationTimeout", operationTimeout);
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("stallTimeout", stallTimeout);
        requireRange("maxInFlight", maxInFlight, 1, MAX_MAX_IN_FLIGHT);
        requireRange("maxBufferedBytes", maxBufferedBytes, 1, Integer.MAX_VALUE);
        requireRange("maxValueLength", maxValueLength, 0, Integer.MAX_VALUE);
        if (idleTimeout.isNegative() || clockSkew.isNegative()) {
            throw new IllegalArgumentException(
                    "times must not be negative: idleTimeout=" + idleTimeout + ", clockSkew=" + clockSkew);
        }
        gutter = List.copyOf(gutter);
        if (gutter.isEmpty() == (failureMode == FailureMode.GUTTER)) {
            throw new IllegalArgumentException(
                    "gutter nodes must be given for failure mode GUTTER and no other: failureMode=" + failureMode
                            + ", gutterNodes=" + gutter.size());
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing: " + name + "=" + value);
        }
    }

    private static void requireRange(String name, int value, int least, int greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(
                    name + " must be " + least + " to " + greatest + ": " + name + "=" + value);
        }
    }
}
