package io.slabcache.jcache.internal.remote;

import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.BackingSettings;
import io.slabcache.jcache.internal.config.RemoteCacheSettings;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What all processes that share a cache must agree on. It stands on a server as a readable text, whose first bytes of a
 * hash stand in each envelope:
 *
 * <pre>
 * slabcache cache
 * format=exact
 * envelope=1
 * access-expiry=exact
 * key-codec=slabcache
 * value-codec=com.example.user-2
 * </pre>
 */
final class CacheDescription {
    private static final String TITLE = "slabcache cache";

    /** A description is short; what is longer is something else. */
    private static final int MAX_LENGTH = 16 * 1024;

    private final Map<String, String> items;
    private final byte[] bytes;

    private CacheDescription(Map<String, String> items) {
        this.items = Collections.unmodifiableMap(items);
        StringBuilder text = new StringBuilder(TITLE).append('\n');
        items.forEach((name, value) ->
                text.append(name).append('=').append(escaped(value)).append('\n'));
        this.bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Describes a cache as this process has it.
     *
     * @param settings the cache's settings
     * @param envelopeVersion the version of what is around each value, for {@link Format#EXACT}
     * @return the description
     */
    static CacheDescription of(BackingSettings settings, int envelopeVersion) {
        RemoteCacheSettings remote = settings.remote();
        Map<String, String> items = new LinkedHashMap<>();
        items.put("format", remote.format().name().toLowerCase(Locale.ROOT));
        if (remote.format() == Format.EXACT) {
            items.put("envelope", Integer.toString(envelopeVersion));
            // Those who go by the servers' clock put off what the others' envelopes say.
            items.put("access-expiry", remote.accessExpiry().name().toLowerCase(Locale.ROOT));
        } else {
            items.put("key-prefix", remote.keyPrefixOf(settings.name()));
        }
        items.put("key-codec", settings.keyCodec());
        items.put("value-codec", settings.valueCodec());
        return new CacheDescription(items);
    }

    /** Returns the text as it stands on a server. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** Returns what stands for the description in each envelope. */
    int fingerprint() {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /**
     * Refuses another description.
     *
     * @param cacheName names the cache in the message
     * @param found what stands on the server, or null if only its fingerprint was seen to differ
     * @throws BackingException if it is not this one; the message names what differs, with both values
     */
    void requireSame(String cacheName, byte @Nullable [] found) {
        String difference = found == null ? "item=unknown" : difference(found);
        if (difference != null) {
            throw new BackingException(
                    "all processes that share a cache must configure it alike: cache=" + cacheName + ", " + difference
                            + "; it takes destroyCache by a process of the old configuration, or another namespace, to"
                            + " change it",
                    null);
        }
    }

    private @Nullable String difference(byte[] found) {
        Map<String, String> others = parse(found);
        if (others == null) {
            return "item=description, here=" + items + ", servers=" + found.length + " bytes of something else";
        }
        for (String name : items.keySet()) {
            String difference = difference(name, others);
            if (difference != null) {
                return difference;
            }
        }
        for (String name : new TreeSet<>(others.keySet())) {
            String difference = difference(name, others);
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private @Nullable String difference(String name, Map<String, String> others) {
        String here = items.get(name);
        String there = others.get(name);
        return here != null && here.equals(there) ? null : "item=" + name + ", here=" + here + ", servers=" + there;
    }

    /** Returns the items of a text; null if it is no description. */
    private static @Nullable Map<String, String> parse(byte[] found) {
        if (found.length > MAX_LENGTH) {
            return null;
        }
        String[] lines = new String(found, StandardCharsets.UTF_8).split("\n", -1);
        if (!lines[0].equals(TITLE) || !lines[lines.length - 1].isEmpty()) {
            return null;
        }
        Map<String, String> items = new LinkedHashMap<>();
        for (int i = 1; i < lines.length - 1; i++) {
            int equals = lines[i].indexOf('=');
            if (equals < 1) {
                return null;
            }
            items.put(lines[i].substring(0, equals), unescaped(lines[i].substring(equals + 1)));
        }
        return items;
    }

    /** A codec's name is any text. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String unescaped(String text) {
        StringBuilder value = new StringBuilder(text.length());
        boolean escape = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escape) {
                value.append(c == 'n' ? '\n' : c);
                escape = false;
            } else if (c == '\\') {
                escape = true;
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }

    @Override
    public String toString() {
        return "CacheDescription" + items;
    }
}
