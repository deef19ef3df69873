package io.slabcache.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.testing.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times to live, against real memcached, whose clock ticks once a second. */
class ExpiryContractTest extends RealServerContract {
    private static final long DAY = 24 * 60 * 60;

    ExpiryContractTest(Calls calls) {
        super(calls);
    }

    @Test
    void operations_withATimeToLive_endTheItemsLife() {
        List<byte[]> keys = newKeys(9);
        client.set(keys.get(0), bytes("v"), 0, 1);
        client.add(keys.get(1), bytes("v"), 0, 1);
        client.set(keys.get(2), bytes("v"), 0, 0);
        client.replace(keys.get(2), bytes("v"), 0, 1);
        long token = client.set(keys.get(3), bytes("v"), 0, 0).casToken();
        client.cas(keys.get(3), token, bytes("v"), 0, 1);
        client.set(keys.get(4), bytes("v"), 0, 0);
        client.touch(keys.get(4), 1);
        client.set(keys.get(5), bytes("v"), 0, 0);
        client.getAndTouch(keys.get(5), 1);
        client.increment(keys.get(6), 1, 5, 1);
        client.decrement(keys.get(7), 1, 5, 1);
        client.setAll(List.of(new StoreRequest(keys.get(8), bytes("v"), 0, 1)));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(client.getAll(keys).values()).containsOnlyNulls());
    }

    @Test
    void operations_thatChangeNoExpiry_keepIt() {
        List<byte[]> keys = newKeys(3);
        client.set(keys.get(0), bytes("v"), 0, 1);
        client.append(keys.get(0), MemcachedClient.ANY_TOKEN, bytes("w"));
        client.set(keys.get(1), bytes("v"), 0, 1);
        client.prepend(keys.get(1), MemcachedClient.ANY_TOKEN, bytes("w"));
        client.set(keys.get(2), bytes("5"), 0, 1);
        client.increment(keys.get(2), 1);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(client.getAll(keys).values()).containsOnlyNulls());
    }

    @Test
    void items_withALongOrNoTimeToLive_outliveShortOnes() {
        List<byte[]> keys = new ArrayList<>();
        for (long timeToLive : new long[] {0, 1000, 30 * DAY, 30 * DAY + 1, 20 * 365 * DAY}) {
            byte[] key = newKey();
            client.set(key, bytes("v"), 0, timeToLive);
            keys.add(key);
        }
        byte[] rescued = newKey();
        client.set(rescued, bytes("v"), 0, 2);
        client.touch(rescued, 40 * DAY);
        byte[] shortLived = newKey();
        client.set(shortLived, bytes("v"), 0, 3);

        await().atMost(Duration.ofSeconds(10)).until(() -> client.get(shortLived) == null);
        keys.add(rescued);
        assertThat(client.getAll(keys).values()).doesNotContainNull();
    }
}
