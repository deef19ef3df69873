package io.slabcache.jcache.internal.remote;

import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.jcache.internal.BackingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares a cache's description with the one on its server, and leaves it there where there is none. */
final class DescriptionCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DescriptionCheck.class);

    /** How often the description may vanish between two looks at it. */
    private static final int ATTEMPTS = 3;

    private final MemcachedClient client;
    private final byte[] key;
    private final String cacheName;
    private final CacheDescription description;

    /**
     * Creates a check.
     *
     * @param client talks to the servers
     * @param key where the description is
     * @param cacheName names the cache in messages
     * @param description the cache as this process has it
     */
    DescriptionCheck(MemcachedClient client, byte[] key, String cacheName, CacheDescription description) {
        this.client = client;
        this.key = key;
        this.cacheName = cacheName;
        this.description = description;
    }

    /**
     * Compares, when the cache is opened. A server that cannot be reached is no reason not to open it: what stands in the
     * envelopes is compared later.
     *
     * @throws BackingException if another process has another configuration
     */
    void compare() {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Item found = client.get(key);
                if (found != null) {
                    description.requireSame(cacheName, found.value());
                    return;
                }
                if (client.add(key, description.bytes(), Envelope.CLIENT_FLAGS, 0)
                        .isDone()) {
                    return;
                }
            }
        } catch (MemcachedException e) {
            LOG.warn("the cache's description cannot be compared: cache={}, cause={}", cacheName, e.getMessage());
        }
    }

    /**
     * Says what differs, when an entry was met that another configuration wrote.
     *
     * @throws BackingException always
     */
    void fail() {
        try {
            Item found = client.get(key);
            if (found != null) {
                description.requireSame(cacheName, found.value());
            }
        } catch (MemcachedException e) {
            LOG.debug("the cache's description cannot be read: cache={}", cacheName, e);
        }
        description.requireSame(cacheName, null);
    }
}
