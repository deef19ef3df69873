package io.slabcache.jcache.internal.remote;

import static io.slabcache.jcache.internal.remote.RemoteFixture.bytes;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.NodeAddress;
import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.FakeClock;
import org.junit.jupiter.api.Test;

/** A server that comes back with another limit on its items. */
class ItemLimitsTest {
    private static final byte[] KEY = bytes("k");

    private final FakeClock clock = new FakeClock();
    private final HeapMemcachedServers servers = new HeapMemcachedServers(1, clock);
    private final Backing backing = new RemoteFixture(clock).open(servers.client());

    @Test
    void requireFits_serverTakesMoreThanBefore_accepted() {
        byte[] value = new byte[HeapMemcachedServers.MAX_ITEM_SIZE];
        assertThatThrownBy(() -> backing.requireFits(KEY, value)).hasMessageContaining("maxValueBytes=1048477");
        servers.setMaxItemSize(2 * HeapMemcachedServers.MAX_ITEM_SIZE);
        backing.requireFits(KEY, value);
        backing.set(KEY, value, Backing.NO_EXPIRY);
    }

    @Test
    void requireFits_serverTakesLessThanBefore_refusedOnceTheServerHasRefused() {
        byte[] value = new byte[HeapMemcachedServers.MAX_ITEM_SIZE / 2];
        backing.requireFits(KEY, value);
        servers.setMaxItemSize(value.length);
        assertThatThrownBy(() -> backing.set(KEY, value, Backing.NO_EXPIRY)).isInstanceOf(BackingException.class);
        assertThatThrownBy(() -> backing.requireFits(KEY, value))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("valueBytes=524288, maxValueBytes=524189");
    }

    @Test
    void requireFits_nodeCannotBeAsked_isLeftToTheServer() {
        NodeAddress node = servers.addresses().get(0);
        servers.setDown(node, true);
        assertThatCode(() -> backing.requireFits(KEY, new byte[4096])).doesNotThrowAnyException();
    }
}
