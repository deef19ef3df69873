package io.slabcache.jcache.internal.config;

import com.google.errorprone.annotations.Immutable;
import io.slabcache.jcache.internal.config.ConfigKey.KeyType;
import io.slabcache.jcache.internal.config.ConfigKey.Scope;
import io.slabcache.jcache.internal.config.ConfigKey.Trait;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a key.
 *
 * @param scope where it stands
 * @param path the dotted path below the scope's block
 * @param type what its value looks like
 * @param defaultText the default as written in a file, null if the key is unset by default
 * @param description what it means
 * @param example a value as it may stand in a file
 * @param embeddedOnly whether it means nothing where entries are on servers
 * @param remoteOnly whether it means nothing where entries are in this process
 * @param secret whether its value is not shown to anybody
 */
@Immutable
record KeyText(
        Scope scope,
        String path,
        KeyType type,
        @Nullable String defaultText,
        String description,
        String example,
        boolean embeddedOnly,
        boolean remoteOnly,
        boolean secret) {
    /** Makes a text of what stands in a table. */
    static KeyText of(
            Scope scope,
            String path,
            KeyType type,
            @Nullable String defaultText,
            String description,
            String example,
            Trait... traits) {
        List<Trait> all = List.of(traits);
        return new KeyText(
                scope,
                path,
                type,
                defaultText,
                description,
                example,
                all.contains(Trait.EMBEDDED_ONLY),
                all.contains(Trait.REMOTE_ONLY),
                all.contains(Trait.SECRET));
    }
}
