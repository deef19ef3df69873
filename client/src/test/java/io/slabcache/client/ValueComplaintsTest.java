package io.slabcache.client;

import static io.slabcache.client.TestClients.bytes;
import static io.slabcache.client.TestClients.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.transcode.BytesTranscoder;
import io.slabcache.client.transcode.CounterTranscoder;
import io.slabcache.client.transcode.Encoded;
import io.slabcache.client.transcode.PythonTranscoder;
import io.slabcache.client.transcode.SpymemcachedTranscoder;
import io.slabcache.client.transcode.StringTranscoder;
import io.slabcache.client.transcode.Transcoder;
import io.slabcache.client.transcode.UndecodableItemException;
import io.slabcache.client.transcode.WhalinTranscoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Complaints about other clients that are about what is stored: its expiry, numbers, flags. */
@Timeout(60)
class ValueComplaintsTest {
    private static final long MONTH = Duration.ofDays(30).toSeconds();
    private static final byte[] KEY = bytes("key");
    private static final byte[] VALUE = bytes("value");

    /** Complaint 20. */
    @Test
    void timeToLive_overThirtyDays_isSentAsAMoment() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address())
                        .clockSkew(Duration.ofSeconds(1000))
                        .build()) {
            for (long timeToLive : new long[] {0, 1, 3600, MONTH}) {
                client.set(KEY, VALUE, 0, timeToLive);
                assertThat(server.exptime(KEY)).isEqualTo(timeToLive);
            }
            for (long timeToLive : new long[] {MONTH + 1, 10 * MONTH}) {
                long earliest = Instant.now().getEpochSecond() + timeToLive;
                client.set(KEY, VALUE, 0, timeToLive);
                // The servers' clocks may run ahead, and a second begins while this runs.
                assertThat(server.exptime(KEY)).isBetween(earliest, earliest + 1000 + 60);
                client.touch(KEY, timeToLive);
                assertThat(server.exptime(KEY)).isBetween(earliest, earliest + 1000 + 60);
            }
        }
    }

    /** Complaint 20: nothing that is sent may be read as "expired long ago". */
    @Test
    void timeToLive_thatCannotBeSent_isRefused() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            assertThatThrownBy(() -> client.set(KEY, VALUE, 0, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.touch(KEY, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.increment(KEY, 1, 0, -1)).isInstanceOf(IllegalArgumentException.class);
            client.set(KEY, VALUE, 0, Long.MAX_VALUE);
            assertThat(server.exptime(KEY)).isGreaterThan(Instant.now().getEpochSecond());
        }
    }

    /** Complaint 21. */
    @Test
    void write_ofAnyKind_carriesTheExpiry() {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.add(KEY, VALUE, 0, 101);
            assertThat(server.exptime(KEY)).isEqualTo(101);
            Item seen = Objects.requireNonNull(client.get(KEY));
            long token = client.cas(KEY, seen.casToken(), VALUE, 0, 102).casToken();
            assertThat(server.exptime(KEY)).isEqualTo(102);
            client.append(KEY, token, VALUE);
            assertThat(server.exptime(KEY)).isEqualTo(102);
            client.replace(KEY, VALUE, 0, 103);
            assertThat(server.exptime(KEY)).isEqualTo(103);
            client.getAndTouch(KEY, 104);
            assertThat(server.exptime(KEY)).isEqualTo(104);
            client.setAll(List.of(new StoreRequest(KEY, VALUE, 0, 105)));
            assertThat(server.exptime(KEY)).isEqualTo(105);
            byte[] counter = bytes("counter");
            client.increment(counter, 1, 0, 106);
            assertThat(server.exptime(counter)).isEqualTo(106);
            client.increment(counter, 1, 0, 999);
            assertThat(server.exptime(counter)).isEqualTo(106);
        }
    }

    /** Complaint 22. */
    @Test
    void counters_ofTheirOwnFormat_areCounted() {
        try (RealMemcached server = RealMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            CounterTranscoder counters = new CounterTranscoder();
            Encoded start = counters.encode(41L);
            client.set(KEY, start.bytes(), start.clientFlags(), 0);
            assertThat(client.increment(KEY, 1)).isEqualTo(OptionalLong.of(42));
            assertThat(counters.decode(Objects.requireNonNull(client.get(KEY)))).isEqualTo(42L);

            Encoded typed = new SpymemcachedTranscoder().encode(41);
            client.set(KEY, typed.bytes(), typed.clientFlags(), 0);
            assertThatThrownBy(() -> client.increment(KEY, 1)).isInstanceOf(ServerErrorException.class);
            Item untouched = Objects.requireNonNull(client.get(KEY));
            assertThat(new SpymemcachedTranscoder().decode(untouched)).isEqualTo(41);
            assertThatThrownBy(() -> counters.decode(untouched)).isInstanceOf(UndecodableItemException.class);
        }
    }

    /** Complaint 23. */
    @Test
    void counters_paddedByTheServer_areRead() {
        try (RealMemcached server = RealMemcached.start();
                MemcachedClient client = TestClients.of(server.address()).build()) {
            client.set(KEY, bytes("10"), 0, 0);
            assertThat(client.decrement(KEY, 1)).isEqualTo(OptionalLong.of(9));
            Item padded = Objects.requireNonNull(client.get(KEY));
            assertThat(text(padded)).isEqualTo("9 ");
            assertThat(new CounterTranscoder().decode(padded)).isEqualTo(9L);
        }
    }

    /** Complaint 24. */
    @Test
    void decode_flagsOfAnotherClient_isAnErrorThatNamesThem() {
        for (Transcoder<?> transcoder : List.of(
                new BytesTranscoder(),
                new StringTranscoder(),
                new CounterTranscoder(),
                new PythonTranscoder(),
                new SpymemcachedTranscoder(),
                new WhalinTranscoder())) {
            Item foreign = new Item(VALUE, 0x7abc_0000, 1);
            assertThatThrownBy(() -> transcoder.decode(foreign))
                    .as(transcoder.toString())
                    .isInstanceOf(UndecodableItemException.class)
                    .hasMessageContaining("7abc0000");
        }
    }
}
