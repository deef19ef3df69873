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
        boolean allowMissingAuthentication) {}
