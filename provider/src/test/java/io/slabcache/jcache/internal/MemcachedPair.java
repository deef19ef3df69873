package io.slabcache.jcache.internal;

import io.slabcache.client.MemcachedClient;
import io.slabcache.client.testing.RealMemcached;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two real memcached servers for all tests of this virtual machine, with which they end. */
public final class MemcachedPair {
    /** Guarded by the class. */
    private static @Nullable List<RealMemcached> servers;

    private MemcachedPair() {}

    /**
     * Empties the servers, which are started first if they are not running. Skips the calling test where memcached is not
     * installed.
     *
     * @return the URI of a manager on them
     */
    public static String emptied() {
        String addresses =
                running().stream().map(server -> server.address().toString()).collect(Collectors.joining(","));
        try (MemcachedClient client =
                MemcachedClient.builder().nodes(addresses.split(",")).build()) {
            client.flush();
        }
        return "memcached://" + addresses;
    }

    private static synchronized List<RealMemcached> running() {
        List<RealMemcached> present = servers;
        if (present == null) {
            present = List.of(RealMemcached.start(), RealMemcached.start());
            servers = present;
        }
        return present;
    }
}
