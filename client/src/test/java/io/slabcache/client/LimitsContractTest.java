package io.slabcache.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.testing.Calls;
import io.slabcache.client.testing.RealMemcached;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Keys and values from the smallest to the greatest, against real memcached. */
class LimitsContractTest extends RealServerContract {
    /** The longest value of a key of three bytes without flags in memcached's default of 1 MiB for an item. */
    private static final int MAX_VALUE_LENGTH = 1_048_514;

    /** What flags other than 0 take. */
    private static final int FLAGS_SIZE = 4;

    private static final byte[] SHORT_KEY = bytes("abc");

    LimitsContractTest(Calls calls) {
        super(calls);
    }

    @Test
    void keys_ofAnyBytes_areKeys() {
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            keys.add(new byte[] {(byte) i});
        }
        keys.add(bytes("with blanks and\r\nline ends"));
        keys.add(new byte[250]);
        byte[] longest = new byte[250];
        new Random(7).nextBytes(longest);
        keys.add(longest);
        for (int i = 0; i < keys.size(); i++) {
            client.set(keys.get(i), bytes("value " + i), i, 0);
        }
        List<Item> items = client.getAll(keys).values();
        for (int i = 0; i < keys.size(); i++) {
            assertThat(text(items.get(i).value())).isEqualTo("value " + i);
            assertThat(value(keys.get(i))).isEqualTo("value " + i);
        }
    }

    @Test
    void keys_emptyOrTooLong_areRefusedBeforeAnythingIsSent() {
        for (byte[] key : new byte[][] {{}, new byte[251], new byte[70_000]}) {
            assertThatThrownBy(() -> client.get(key)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.set(key, bytes("v"), 0, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.getAll(List.of(key))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.delete(key, 0)).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] key = newKey();
        client.set(key, bytes("v"), 0, 0);
        assertThat(value(key)).isEqualTo("v");
    }

    @Test
    void values_ofAnyLength_areWhole() {
        Random random = new Random(11);
        for (int length : new int[] {
            0, 1, 2, 23, 24, 25, 100, 8191, 8192, 65_511, 65_512, 65_535, 65_536, 65_537, 131_072, 300_000, 1_000_000
        }) {
            byte[] key = newKey();
            byte[] value = new byte[length];
            random.nextBytes(value);
            client.set(key, value, length, 0);
            Item item = present(key);
            assertThat(item.value()).isEqualTo(value);
            assertThat(item.clientFlags()).isEqualTo(length);
        }
    }

    @Test
    void value_longestThatTheServerTakes_isStored() {
        byte[] value = new byte[MAX_VALUE_LENGTH];
        Arrays.fill(value, (byte) 'x');
        assertThat(client.set(SHORT_KEY, value, 0, 0).isDone()).isTrue();
        assertThat(present(SHORT_KEY).value()).isEqualTo(value);
        byte[] shorter = Arrays.copyOf(value, MAX_VALUE_LENGTH - FLAGS_SIZE);
        assertThat(client.set(SHORT_KEY, shorter, 1, 0).isDone()).isTrue();
        assertThat(present(SHORT_KEY).value()).isEqualTo(shorter);
    }

    @Test
    void value_oneByteTooLong_failsWithBothLengthsAndTheOldValueStays() {
        client.set(SHORT_KEY, bytes("old"), 0, 0);
        assertTooLarge(MAX_VALUE_LENGTH + 1, 0, MAX_VALUE_LENGTH);
        assertTooLarge(MAX_VALUE_LENGTH - FLAGS_SIZE + 1, 1, MAX_VALUE_LENGTH - FLAGS_SIZE);
        assertThat(value(SHORT_KEY)).isEqualTo("old");
    }

    private void assertTooLarge(int length, int clientFlags, long limit) {
        byte[] value = new byte[length];
        assertThatThrownBy(() -> client.set(SHORT_KEY, value, clientFlags, 0))
                .isInstanceOfSatisfying(ItemTooLargeException.class, e -> {
                    assertThat(e.valueLength()).isEqualTo(length);
                    assertThat(e.maxValueLength()).isEqualTo(limit);
                    assertThat(e)
                            .hasMessageContaining(Integer.toString(length))
                            .hasMessageContaining(Long.toString(limit));
                });
        assertThatThrownBy(() -> client.replace(SHORT_KEY, value, clientFlags, 0))
                .isInstanceOf(ItemTooLargeException.class);
        assertThatThrownBy(() -> client.add(newKey(), value, clientFlags, 0)).isInstanceOf(ItemTooLargeException.class);
    }

    @Test
    void append_beyondTheLimit_leavesTheOldValue() {
        byte[] value = new byte[1_000_000];
        client.set(SHORT_KEY, value, 0, 0);
        boolean refused;
        try {
            refused = !client.append(SHORT_KEY, 0, new byte[100_000]).isDone();
        } catch (ItemTooLargeException e) {
            refused = true;
        }
        assertThat(refused).isTrue();
        assertThat(present(SHORT_KEY).value()).isEqualTo(value);
    }

    @Test
    void value_serverWithAGreaterLimit_isTakenUpToIt() {
        try (RealMemcached large = RealMemcached.start("-I", "4m", "-m", "100");
                MemcachedClient largeClient = MemcachedClient.builder()
                        .node(large.address())
                        .operationTimeout(TIMEOUT)
                        .build()) {
            byte[] value = new byte[3_500_000];
            new Random(3).nextBytes(value);
            assertThat(largeClient.set(SHORT_KEY, value, 0, 0).isDone()).isTrue();
            Item item = largeClient.get(SHORT_KEY);
            assertThat(item).isNotNull();
            assertThat(item.value()).isEqualTo(value);
            assertThatThrownBy(() -> largeClient.set(SHORT_KEY, new byte[5_000_000], 0, 0))
                    .isInstanceOf(ItemTooLargeException.class);
        }
    }
}
