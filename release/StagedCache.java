import java.util.List;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;

/** A program of somebody else: puts an entry into a cache and gets it. */
final class StagedCache {
    private StagedCache() {}

    public static void main(String[] arguments) {
        try (CachingProvider provider = Caching.getCachingProvider()) {
            Cache<String, List<String>> cache =
                    provider.getCacheManager().createCache("books", new MutableConfiguration<>());
            cache.put("austen", List.of("Emma", "Persuasion"));
            System.out.println(provider.getClass().getName() + ": " + cache.get("austen"));
            if (!List.of("Emma", "Persuasion").equals(cache.get("austen"))) {
                throw new AssertionError("another value than was put");
            }
        }
    }
}
