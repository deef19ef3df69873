package io.slabcache.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.testing.Calls;
import org.junit.jupiter.api.Test;

/** Storing, retrieving and removing single items, against real memcached. */
class StorageContractTest extends RealServerContract {
    private static final long NO_SUCH_TOKEN = 0x7fff_ffff_ffff_fff1L;

    StorageContractTest(Calls calls) {
        super(calls);
    }

    @Test
    void get_absent_isNull() {
        assertThat(client.get(newKey())).isNull();
    }

    @Test
    void set_anyFlags_areReturnedWithValueAndToken() {
        for (int clientFlags : new int[] {0, 1, 0x1234_5678, Integer.MIN_VALUE, -1}) {
            byte[] key = newKey();
            WriteResult written = client.set(key, bytes("value"), clientFlags, 0);
            assertThat(written.status()).isEqualTo(WriteStatus.DONE);
            Item item = present(key);
            assertThat(item.value()).isEqualTo(bytes("value"));
            assertThat(item.clientFlags()).isEqualTo(clientFlags);
            assertThat(item.casToken()).isEqualTo(written.casToken()).isNotZero();
        }
    }

    @Test
    void set_present_replacesValueFlagsAndToken() {
        byte[] key = newKey();
        WriteResult first = client.set(key, bytes("first"), 1, 0);
        WriteResult second = client.set(key, bytes("2"), 2, 0);
        assertThat(second.casToken()).isNotEqualTo(first.casToken());
        Item item = present(key);
        assertThat(text(item.value())).isEqualTo("2");
        assertThat(item.clientFlags()).isEqualTo(2);
    }

    @Test
    void add_absentAndPresent_storesOnce() {
        byte[] key = newKey();
        assertThat(client.add(key, bytes("first"), 3, 0).isDone()).isTrue();
        assertThat(client.add(key, bytes("second"), 4, 0)).isEqualTo(WriteResult.EXISTS);
        assertThat(value(key)).isEqualTo("first");
        assertThat(present(key).clientFlags()).isEqualTo(3);
    }

    @Test
    void replace_absentAndPresent_storesOnlyOverAnItem() {
        byte[] key = newKey();
        assertThat(client.replace(key, bytes("first"), 0, 0)).isEqualTo(WriteResult.NOT_FOUND);
        assertThat(client.get(key)).isNull();
        client.set(key, bytes("old"), 0, 0);
        WriteResult replaced = client.replace(key, bytes("new"), 7, 0);
        assertThat(replaced.isDone()).isTrue();
        assertThat(value(key)).isEqualTo("new");
        assertThat(present(key).casToken()).isEqualTo(replaced.casToken());
    }

    @Test
    void cas_tokenOfTheItem_storesOnce() {
        byte[] key = newKey();
        long seen = client.set(key, bytes("old"), 0, 0).casToken();
        WriteResult first = client.cas(key, seen, bytes("new"), 5, 0);
        assertThat(first.isDone()).isTrue();
        assertThat(client.cas(key, seen, bytes("newer"), 6, 0)).isEqualTo(WriteResult.EXISTS);
        assertThat(value(key)).isEqualTo("new");
        assertThat(present(key).clientFlags()).isEqualTo(5);
        assertThat(client.cas(key, first.casToken(), bytes("newer"), 6, 0).isDone())
                .isTrue();
    }

    @Test
    void cas_absent_isNotFound() {
        byte[] key = newKey();
        assertThat(client.cas(key, NO_SUCH_TOKEN, bytes("new"), 0, 0)).isEqualTo(WriteResult.NOT_FOUND);
        assertThat(client.get(key)).isNull();
    }

    @Test
    void cas_anyToken_isRefused() {
        assertThatThrownBy(() -> client.cas(newKey(), MemcachedClient.ANY_TOKEN, bytes("new"), 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void append_present_keepsFlagsAndChangesTheToken() {
        byte[] key = newKey();
        WriteResult stored = client.set(key, bytes("middle"), 9, 0);
        WriteResult appended = client.append(key, MemcachedClient.ANY_TOKEN, bytes("-end"));
        assertThat(appended.isDone()).isTrue();
        WriteResult prepended = client.prepend(key, MemcachedClient.ANY_TOKEN, bytes("start-"));
        Item item = present(key);
        assertThat(text(item.value())).isEqualTo("start-middle-end");
        assertThat(item.clientFlags()).isEqualTo(9);
        assertThat(item.casToken())
                .isEqualTo(prepended.casToken())
                .isNotEqualTo(appended.casToken())
                .isNotEqualTo(stored.casToken());
    }

    @Test
    void append_absent_isNotStored() {
        byte[] key = newKey();
        assertThat(client.append(key, MemcachedClient.ANY_TOKEN, bytes("x"))).isEqualTo(WriteResult.NOT_STORED);
        assertThat(client.prepend(key, MemcachedClient.ANY_TOKEN, bytes("x"))).isEqualTo(WriteResult.NOT_STORED);
        assertThat(client.get(key)).isNull();
    }

    @Test
    void append_anotherToken_changesNothing() {
        byte[] key = newKey();
        long token = client.set(key, bytes("v"), 0, 0).casToken();
        assertThat(client.append(key, NO_SUCH_TOKEN, bytes("x"))).isEqualTo(WriteResult.EXISTS);
        assertThat(client.prepend(key, NO_SUCH_TOKEN, bytes("x"))).isEqualTo(WriteResult.EXISTS);
        assertThat(client.append(key, token, bytes("1")).isDone()).isTrue();
        assertThat(value(key)).isEqualTo("v1");
    }

    @Test
    void delete_presentAndAbsent_tells() {
        byte[] key = newKey();
        client.set(key, bytes("v"), 0, 0);
        assertThat(client.delete(key, MemcachedClient.ANY_TOKEN)).isEqualTo(WriteResult.REMOVED);
        assertThat(client.delete(key, MemcachedClient.ANY_TOKEN)).isEqualTo(WriteResult.NOT_FOUND);
        assertThat(client.get(key)).isNull();
    }

    @Test
    void delete_anotherToken_removesNothing() {
        byte[] key = newKey();
        long token = client.set(key, bytes("v"), 0, 0).casToken();
        assertThat(client.delete(key, NO_SUCH_TOKEN)).isEqualTo(WriteResult.EXISTS);
        assertThat(value(key)).isEqualTo("v");
        assertThat(client.delete(key, token)).isEqualTo(WriteResult.REMOVED);
        assertThat(client.get(key)).isNull();
    }

    @Test
    void touch_presentAndAbsent_tellsAndKeepsTheToken() {
        byte[] key = newKey();
        assertThat(client.touch(key, 100)).isFalse();
        long token = client.set(key, bytes("v"), 0, 0).casToken();
        assertThat(client.touch(key, 100)).isTrue();
        assertThat(present(key).casToken()).isEqualTo(token);
    }

    @Test
    void getAndTouch_presentAndAbsent_returnsTheItem() {
        byte[] key = newKey();
        assertThat(client.getAndTouch(key, 100)).isNull();
        long token = client.set(key, bytes("v"), 11, 0).casToken();
        Item item = client.getAndTouch(key, 100);
        assertThat(item).isNotNull();
        assertThat(text(item.value())).isEqualTo("v");
        assertThat(item.clientFlags()).isEqualTo(11);
        assertThat(item.casToken()).isEqualTo(token);
    }

    @Test
    void getWithCompanion_anyOfBothAbsent_returnsWhatThereIs() {
        byte[] key = newKey();
        byte[] companion = newKey();
        assertThat(client.getWithCompanion(key, companion)).isEqualTo(new ItemPair(null, null));
        client.set(key, bytes("v"), 1, 0);
        ItemPair one = client.getWithCompanion(key, companion);
        assertThat(one.companion()).isNull();
        assertThat(one.item()).isNotNull();
        client.set(companion, bytes("c"), 2, 0);
        ItemPair both = client.getWithCompanion(key, companion);
        assertThat(both.item()).isNotNull();
        assertThat(text(both.item().value())).isEqualTo("v");
        assertThat(both.companion()).isNotNull();
        assertThat(text(both.companion().value())).isEqualTo("c");
        client.delete(key, MemcachedClient.ANY_TOKEN);
        ItemPair other = client.getWithCompanion(key, companion);
        assertThat(other.item()).isNull();
        assertThat(other.companion()).isNotNull();
    }
}
