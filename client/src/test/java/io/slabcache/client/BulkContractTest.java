package io.slabcache.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.testing.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Bulk operations, against real memcached. */
class BulkContractTest extends RealServerContract {
    BulkContractTest(Calls calls) {
        super(calls);
    }

    @Test
    void bulk_noKeys_isEmpty() {
        assertThat(client.getAll(List.of()).size()).isZero();
        assertThat(client.getAll(List.of()).values()).isEmpty();
        assertThat(client.setAll(List.of()).values()).isEmpty();
        assertThat(client.deleteAll(List.of()).values()).isEmpty();
        assertThat(client.getAllWithCompanion(List.of(), newKey()).values()).isEmpty();
    }

    @Test
    void bulk_anyNumberOfKeys_resultsAreInTheirOrder() {
        for (int count : new int[] {1, 2, 100, 511, 512, 513, 1500}) {
            List<byte[]> keys = newKeys(count);
            List<StoreRequest> items = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                if (i % 3 != 1) {
                    items.add(new StoreRequest(keys.get(i), bytes("value " + i), i, 0));
                }
            }
            BulkResult<WriteResult> written = client.setAll(items);
            assertThat(written.size()).isEqualTo(items.size());
            assertThat(written.values()).allMatch(WriteResult::isDone);

            BulkResult<Item> read = client.getAll(keys);
            assertThat(read.size()).isEqualTo(count);
            assertThat(read.failures()).isEmpty();
            for (int i = 0; i < count; i++) {
                Item item = read.get(i);
                assertThat(read.failure(i)).isNull();
                if (i % 3 == 1) {
                    assertThat(item).isNull();
                } else {
                    assertThat(item).isNotNull();
                    assertThat(text(item.value())).isEqualTo("value " + i);
                    assertThat(item.clientFlags()).isEqualTo(i);
                    assertThat(item.casToken()).isNotZero();
                }
            }

            List<WriteResult> removed = client.deleteAll(keys).values();
            for (int i = 0; i < count; i++) {
                assertThat(removed.get(i)).isEqualTo(i % 3 == 1 ? WriteResult.NOT_FOUND : WriteResult.REMOVED);
            }
            assertThat(client.getAll(keys).values()).containsOnlyNulls();
        }
    }

    @Test
    void getAll_sameKeyTwice_isAnsweredTwice() {
        byte[] key = newKey();
        client.set(key, bytes("v"), 0, 0);
        assertThat(client.getAll(List.of(key, newKey(), key)).values())
                .extracting(item -> item == null ? "none" : text(item.value()))
                .containsExactly("v", "none", "v");
    }

    @Test
    void setAll_sameKeyTwice_theLastOneStays() {
        byte[] key = newKey();
        client.setAll(List.of(new StoreRequest(key, bytes("first"), 0, 0), new StoreRequest(key, bytes("last"), 0, 0)));
        assertThat(value(key)).isEqualTo("last");
    }

    @Test
    void getAll_tokens_serveForCompareAndSet() {
        byte[] key = newKey();
        client.setAll(List.of(new StoreRequest(key, bytes("v"), 0, 0)));
        Item item = Objects.requireNonNull(client.getAll(List.of(key)).get(0));
        assertThat(client.cas(key, item.casToken(), bytes("w"), 0, 0).isDone()).isTrue();
    }

    @Test
    void getAll_largeValues_areWhole() {
        List<byte[]> keys = newKeys(12);
        List<StoreRequest> items = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            byte[] value = new byte[i * 80_000];
            java.util.Arrays.fill(value, (byte) i);
            items.add(new StoreRequest(keys.get(i), value, i, 0));
        }
        assertThat(client.setAll(items).values()).allMatch(WriteResult::isDone);
        List<Item> read = client.getAll(keys).values();
        for (int i = 0; i < keys.size(); i++) {
            assertThat(read.get(i).value()).isEqualTo(items.get(i).value());
        }
    }

    @Test
    void setAll_oneTooLarge_failsAloneAndKeepsTheOldValue() {
        List<byte[]> keys = newKeys(3);
        client.set(keys.get(1), bytes("old"), 0, 0);
        BulkResult<WriteResult> written = client.setAll(List.of(
                new StoreRequest(keys.get(0), bytes("a"), 0, 0),
                new StoreRequest(keys.get(1), new byte[2 * 1024 * 1024], 0, 0),
                new StoreRequest(keys.get(2), bytes("c"), 0, 0)));
        assertThat(written.get(0).isDone()).isTrue();
        assertThat(written.failure(1)).isInstanceOf(ItemTooLargeException.class);
        assertThatThrownBy(() -> written.get(1)).isInstanceOf(ItemTooLargeException.class);
        assertThatThrownBy(written::values).isInstanceOf(ItemTooLargeException.class);
        assertThat(written.failures()).hasSize(1);
        assertThat(written.get(2).isDone()).isTrue();
        assertThat(value(keys.get(0))).isEqualTo("a");
        assertThat(value(keys.get(1))).isEqualTo("old");
        assertThat(value(keys.get(2))).isEqualTo("c");
    }

    @Test
    void getAllWithCompanion_companionOfTheNode_standsBesideEachItem() {
        List<byte[]> keys = newKeys(5);
        byte[] companion = newKey();
        client.set(companion, bytes("c"), 0, 0);
        client.set(keys.get(1), bytes("v"), 0, 0);
        List<ItemPair> pairs = client.getAllWithCompanion(keys, companion).values();
        assertThat(pairs).hasSize(5);
        for (int i = 0; i < pairs.size(); i++) {
            Item found = pairs.get(i).companion();
            assertThat(found).isNotNull();
            assertThat(text(found.value())).isEqualTo("c");
            assertThat(pairs.get(i).item() != null).isEqualTo(i == 1);
        }
        client.delete(companion, MemcachedClient.ANY_TOKEN);
        assertThat(client.getAllWithCompanion(keys, companion).values()).allMatch(pair -> pair.companion() == null);
    }
}
