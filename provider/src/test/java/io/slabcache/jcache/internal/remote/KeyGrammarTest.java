package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** No two caches, and no cache and what is kept beside its entries, share a key. */
class KeyGrammarTest {
    private static final int LONGEST_PLAIN = KeyGrammar.MAX_LENGTH - KeyGrammar.ID_LENGTH - 1;

    private final KeyGrammar users = new KeyGrammar("", "users");

    @Test
    void wire_keys_areAsDescribed() {
        assertThat(text(users.wire(bytes("key")))).isEqualTo(id(users) + ":key");
        assertThat(text(users.generationKey())).isEqualTo(id(users) + "!gen");
        assertThat(text(users.descriptionKey())).isEqualTo(id(users) + "!cfg");
        assertThat(id(users)).matches("[A-Za-z0-9_-]{12}");
        assertThat(users.key(users.wire(bytes("key")))).isEqualTo(bytes("key"));
    }

    @Test
    void wire_longKeys_areHashedFromTheFirstByteTooMany() {
        byte[] longest = new byte[LONGEST_PLAIN];
        byte[] longer = new byte[LONGEST_PLAIN + 1];
        assertThat(users.wire(longest)).hasSize(KeyGrammar.MAX_LENGTH);
        assertThat(KeyGrammar.isHashed(users.wire(longest))).isFalse();
        assertThat(KeyGrammar.isHashed(users.wire(longer))).isTrue();
        assertThat(users.key(users.wire(longer))).isNull();
        assertThat(text(users.wire(longer))).matches("[A-Za-z0-9_-]{12}#[A-Za-z0-9_-]{43}");
        assertThat(users.isEntry(users.wire(longest))).isTrue();
        assertThat(users.isEntry(users.wire(longer))).isTrue();
    }

    @Test
    void isEntry_whatIsNone_isRefused() {
        KeyGrammar orders = new KeyGrammar("", "orders");
        for (byte[] wire : List.of(
                users.generationKey(),
                users.descriptionKey(),
                orders.wire(bytes("key")),
                bytes(""),
                bytes("k"),
                bytes(id(users)),
                bytes(id(users) + ":"),
                bytes(id(users) + "-key"))) {
            assertThat(users.isEntry(wire)).as(text(wire)).isFalse();
        }
    }

    @Test
    void wire_manyCachesAndKeys_neverMeet() {
        SplittableRandom random = new SplittableRandom(17);
        Map<ByteBuffer, String> owners = new HashMap<>();
        for (String namespace : List.of("", "a", "ab")) {
            for (String name : List.of("", "b", "ab", "abc", "c", "a:b", "!gen")) {
                KeyGrammar grammar = new KeyGrammar(namespace, name);
                String cache = namespace + "/" + name;
                owner(owners, grammar.generationKey(), cache + " generation");
                owner(owners, grammar.descriptionKey(), cache + " description");
                for (int length = 1; length < 300; length += 1 + random.nextInt(20)) {
                    byte[] key = new byte[length];
                    random.nextBytes(key);
                    owner(owners, grammar.wire(key), cache + " " + Arrays.toString(key));
                }
                for (String key : List.of("gen", "!gen", ":", "#", "cfg", "k")) {
                    owner(owners, grammar.wire(bytes(key)), cache + " " + key);
                }
            }
        }
    }

    @Test
    void grammar_namespaceWithNul_isRefused() {
        assertThatThrownBy(() -> new KeyGrammar("a\0b", "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a namespace must be without the character NUL: namespace=a?b");
    }

    private static void owner(Map<ByteBuffer, String> owners, byte[] wire, String owner) {
        assertThat(wire.length).isBetween(1, KeyGrammar.MAX_LENGTH);
        assertThat(owners.putIfAbsent(ByteBuffer.wrap(wire), owner)).as(owner).isNull();
    }

    private static String id(KeyGrammar grammar) {
        return text(grammar.generationKey()).substring(0, KeyGrammar.ID_LENGTH);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
