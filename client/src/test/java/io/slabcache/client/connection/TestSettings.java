package io.slabcache.client.connection;

import io.slabcache.client.ClientSettings;
import io.slabcache.client.Credentials;
import io.slabcache.client.Discovery;
import io.slabcache.client.FailureMode;
import io.slabcache.client.MemcachedClientBuilder;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.locator.Placement;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Settings for what connects, changed one by one. */
final class TestSettings {
    private Discovery discovery = Discovery.fixed(List.of(new Discovery.Node(new NodeAddress("localhost", 11211), 1)));
    private Duration connectTimeout = Duration.ofSeconds(20);
    private @Nullable SSLContext sslContext;
    private boolean verifyHostName = true;
    private @Nullable Credentials credentials;
    private boolean allowPlainWithoutTls;
    private boolean allowMissingAuthentication;
    private Duration idleTimeout = Duration.ZERO;
    private FailureMode failureMode = FailureMode.FAIL_FAST;
    private List<Discovery.Node> gutter = List.of();

    TestSettings gutter(NodeAddress node) {
        failureMode = FailureMode.GUTTER;
        gutter = List.of(new Discovery.Node(node, 1));
        return this;
    }

    TestSettings idleTimeout(Duration timeout) {
        idleTimeout = timeout;
        return this;
    }

    TestSettings node(NodeAddress node) {
        return discovery(Discovery.fixed(List.of(new Discovery.Node(node, 1))));
    }

    TestSettings discovery(Discovery source) {
        discovery = source;
        return this;
    }

    TestSettings connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    TestSettings tls(SSLContext context) {
        sslContext = context;
        return this;
    }

    TestSettings verifyHostName(boolean verify) {
        verifyHostName = verify;
        return this;
    }

    TestSettings credentials(String user, String password) {
        credentials = Credentials.of(user, password.toCharArray());
        return this;
    }

    TestSettings allowPlainWithoutTls() {
        allowPlainWithoutTls = true;
        return this;
    }

    TestSettings allowMissingAuthentication() {
        allowMissingAuthentication = true;
        return this;
    }

    ClientSettings build() {
        return new ClientSettings(
                "test",
                discovery,
                Placement.LIBMEMCACHED_WEIGHTED,
                1,
                MemcachedClientBuilder.DEFAULT_OPERATION_TIMEOUT,
                connectTimeout,
                MemcachedClientBuilder.DEFAULT_STALL_TIMEOUT,
                idleTimeout,
                MemcachedClientBuilder.DEFAULT_MAX_IN_FLIGHT,
                MemcachedClientBuilder.DEFAULT_MAX_BUFFERED_BYTES,
                MemcachedClientBuilder.DEFAULT_MAX_VALUE_LENGTH,
                Duration.ZERO,
                failureMode,
                gutter,
                sslContext,
                verifyHostName,
                credentials,
                allowPlainWithoutTls,
                allowMissingAuthentication);
    }

    SocketConnector connector() {
        return connector(HostResolver.SYSTEM);
    }

    SocketConnector connector(HostResolver resolver) {
        return new SocketConnector(build(), resolver);
    }
}
