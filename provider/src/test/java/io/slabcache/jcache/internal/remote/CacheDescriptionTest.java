package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.BackingSettings;
import io.slabcache.jcache.internal.codec.Undecodable;
import io.slabcache.jcache.internal.config.RemoteCacheSettings;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.AccessExpiry;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.Format;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What processes that share a cache must agree on. */
final class CacheDescriptionTest {
    private static final CacheDescription EXACT = description(Format.EXACT, 1, "slabcache", "slabcache");

    @Test
    void bytes_areReadable() {
        assertThat(text(EXACT)).isEqualTo("""
                slabcache cache
                format=exact
                envelope=1
                access-expiry=exact
                key-codec=slabcache
                value-codec=slabcache
                """);
        assertThat(text(description(Format.PLAIN, 1, "plain", "a\\b\nformat=c")))
                .isEqualTo("""
                slabcache cache
                format=plain
                key-prefix=users:
                key-codec=plain
                value-codec=a\\\\b\\nformat=c
                """);
    }

    @Test
    void requireSame_same_passes() {
        CacheDescription odd = description(Format.EXACT, 1, "slabcache", "a\\b\nformat=c\\n=");

        assertThatCode(() -> EXACT.requireSame("users", EXACT.bytes())).doesNotThrowAnyException();
        assertThatCode(() -> odd.requireSame("users", odd.bytes())).doesNotThrowAnyException();
    }

    @Test
    void requireSame_another_namesTheItemAndBothValues() {
        assertDifference(
                description(Format.EXACT, 1, "slabcache", "user-2"),
                "cache=users, item=value-codec, here=slabcache, servers=user-2");
        assertDifference(
                description(Format.EXACT, 1, "ids", "slabcache"), "item=key-codec, here=slabcache, servers=ids");
        assertDifference(description(Format.EXACT, 2, "slabcache", "slabcache"), "item=envelope, here=1, servers=2");
        assertDifference(description(Format.PLAIN, 1, "plain", "plain"), "item=format, here=exact, servers=plain");
        assertDifference(
                description(Format.EXACT, 1, AccessExpiry.APPROXIMATE, "slabcache", "slabcache"),
                "item=access-expiry, here=exact, servers=approximate");
    }

    @Test
    void requireSame_itemOfALaterRelease_isADifference() {
        byte[] later = (text(EXACT) + "compression=zstd\n").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> EXACT.requireSame("users", later))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("item=compression, here=null, servers=zstd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "slabcache cache", "slabcache cache\nx\n", "slabcache cache\n=\n", "other\nformat=exact\n"})
    void requireSame_somethingElse_isADifference(String text) {
        assertThatThrownBy(() -> EXACT.requireSame("users", text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("item=description, here={format=exact, ")
                .hasMessageContaining("servers=" + text.length() + " bytes of something else");
    }

    @Test
    void requireSame_hugeText_isNotParsed() {
        assertThatThrownBy(() -> EXACT.requireSame("users", new byte[1 << 20]))
                .hasMessageContaining("servers=1048576 bytes of something else");
    }

    @Test
    void fingerprint_differsWithEveryItem() {
        assertThat(EXACT.fingerprint())
                .isEqualTo(
                        description(Format.EXACT, 1, "slabcache", "slabcache").fingerprint())
                .isNotEqualTo(
                        description(Format.EXACT, 2, "slabcache", "slabcache").fingerprint())
                .isNotEqualTo(description(Format.EXACT, 1, "ids", "slabcache").fingerprint())
                .isNotEqualTo(description(Format.EXACT, 1, "slabcache", "ids").fingerprint());
        // What sha256sum says of the text above: entries outlive the process that wrote them.
        assertThat(EXACT.fingerprint()).isEqualTo(0x9538_bd7f);
    }

    private static void assertDifference(CacheDescription other, String difference) {
        assertThatThrownBy(() -> EXACT.requireSame("users", other.bytes()))
                .isInstanceOf(BackingException.class)
                .hasMessageStartingWith("all processes that share a cache must configure it alike: cache=users, ")
                .hasMessageContaining(difference);
    }

    private static String text(CacheDescription description) {
        return new String(description.bytes(), StandardCharsets.UTF_8);
    }

    private static CacheDescription description(Format format, int envelope, String keyCodec, String valueCodec) {
        return description(format, envelope, AccessExpiry.EXACT, keyCodec, valueCodec);
    }

    private static CacheDescription description(
            Format format, int envelope, AccessExpiry accessExpiry, String keyCodec, String valueCodec) {
        RemoteCacheSettings remote = new RemoteCacheSettings(
                format, Undecodable.THROW, accessExpiry, Duration.ZERO, Duration.ofSeconds(10), null);
        return CacheDescription.of(
                new BackingSettings("users", 0, 0, 0, false, keyCodec, valueCodec, remote), envelope);
    }
}
