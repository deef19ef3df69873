package io.slabcache.jcache.internal;

import io.slabcache.jcache.internal.codec.KeyCodec;
import io.slabcache.jcache.internal.codec.ValueCodec;
import java.util.concurrent.Executor;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a manager makes of a cache's configuration.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @param name the cache's name
 * @param keyCodec writes and reads keys
 * @param valueCodec writes and reads values
 * @param expiry the expiry policy
 * @param loader loads values, or null
 * @param readThrough whether reads load what is absent
 * @param writer set if writes go through to it
 * @param executor runs asynchronous work
 */
record CacheParts<K, V>(
        String name,
        KeyCodec<K> keyCodec,
        ValueCodec<V> valueCodec,
        Expiry expiry,
        @Nullable CacheLoader<K, V> loader,
        boolean readThrough,
        @Nullable CacheWriter<? super K, ? super V> writer,
        Executor executor) {}
