package io.slabcache.jcache.internal.remote;

import io.slabcache.client.MemcachedClient;
import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingSettings;
import io.slabcache.jcache.internal.RemovalSink;
import io.slabcache.jcache.internal.codec.Undecodable;
import io.slabcache.jcache.internal.config.RemoteCacheSettings;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.AccessExpiry;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.Format;
import io.slabcache.jcache.internal.config.RemoteSettings.OnFailure;
import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreItem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Backings for tests, and bytes for them. */
final class RemoteFixture {
    static final String CACHE = "test";

    private final StoreClock clock;
    private Duration generationCache = Duration.ZERO;
    private Duration lease = RemoteCacheSettings.DEFAULT_LEASE_DURATION;
    private Undecodable undecodable = Undecodable.THROW;
    private OnFailure onFailure = OnFailure.THROW;
    private AccessExpiry accessExpiry = AccessExpiry.EXACT;

    RemoteFixture(StoreClock clock) {
        this.clock = clock;
    }

    RemoteFixture generationCache(Duration duration) {
        generationCache = duration;
        return this;
    }

    RemoteFixture lease(Duration duration) {
        lease = duration;
        return this;
    }

    RemoteFixture skipUndecodable() {
        undecodable = Undecodable.MISS;
        return this;
    }

    RemoteFixture missOnFailure() {
        onFailure = OnFailure.MISS;
        return this;
    }

    RemoteFixture approximate() {
        accessExpiry = AccessExpiry.APPROXIMATE;
        return this;
    }

    Backing open(MemcachedClient client) {
        return open(client, CACHE, new Expired());
    }

    Backing open(MemcachedClient client, String name, RemovalSink sink) {
        RemoteCacheSettings remote =
                new RemoteCacheSettings(Format.EXACT, undecodable, accessExpiry, generationCache, lease, "");
        return new MemcachedSpace(client, "", onFailure, clock, false)
                .open(new BackingSettings(name, 0, 0, 0, true, "slabcache", "slabcache", remote), sink);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Returns an entry's value as text, read as a plain get does. */
    static @Nullable String read(Backing backing, String key) {
        return backing.read(
                bytes(key), (value, offset, length) -> new String(value, offset, length, StandardCharsets.ISO_8859_1));
    }

    /** Returns an entry's value as text, read as an operation that will change it does. */
    static @Nullable String get(Backing backing, String key) {
        StoreItem item = backing.get(bytes(key));
        return item == null ? null : text(item.value());
    }

    static void set(Backing backing, String key, String value) {
        backing.set(bytes(key), bytes(value), Backing.NO_EXPIRY);
    }

    /** Remembers what expired. */
    static final class Expired implements RemovalSink {
        final List<String> met = new ArrayList<>();
        boolean interested = true;

        @Override
        public boolean isInterested() {
            return interested;
        }

        @Override
        public void onExpired(byte[] key, byte[] value) {
            met.add(text(key) + "=" + text(value));
        }

        @Override
        public void onSwept(byte[] key, byte[] value) {
            throw new IllegalStateException("nobody sweeps servers");
        }
    }
}
