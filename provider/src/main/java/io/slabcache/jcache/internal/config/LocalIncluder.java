package io.slabcache.jcache.internal.config;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import io.slabcache.jcache.SlabConfigurationException;
import java.net.URL;
import java.util.Locale;
import java.util.regex.Pattern;

/** Includes what a configuration names as the library does, but nothing from a network. */
final class LocalIncluder implements ConfigIncluder, ConfigIncluderURL {
    /** What is fetched by these, or is an entry of an archive that is. */
    private static final Pattern FROM_NETWORK = Pattern.compile("(jar:)*(https?|ftp):.*", Pattern.DOTALL);

    private final ConfigIncluder next;

    private LocalIncluder(ConfigIncluder next) {
        this.next = next;
    }

    /** Returns an includer for which the library sets what it passes on to. */
    static ConfigIncluder create() {
        return new LocalIncluder(new Nothing());
    }

    /**
     * Tells whether a location is one in a network.
     *
     * @param location a URL, or anything else
     */
    static boolean isFromNetwork(String location) {
        return FROM_NETWORK.matcher(location.toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return new LocalIncluder(fallback);
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        requireLocal(what);
        return next.include(context, what);
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        requireLocal(what.toExternalForm());
        return next instanceof ConfigIncluderURL urls
                ? urls.includeURL(context, what)
                : next.include(context, what.toExternalForm());
    }

    private static void requireLocal(String location) {
        if (isFromNetwork(location)) {
            throw new SlabConfigurationException("a configuration includes nothing from a network, include a file or a"
                    + " resource: include=" + ManagerUri.masked(location));
        }
    }

    /** Stands for the library's own includer until that is set. */
    private static final class Nothing implements ConfigIncluder {
        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return fallback;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            throw new IllegalStateException("the library must set what includes: include=" + what);
        }
    }
}
