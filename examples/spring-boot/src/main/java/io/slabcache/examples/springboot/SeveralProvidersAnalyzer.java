package io.slabcache.examples.springboot;

import java.util.ArrayList;
import java.util.List;
import javax.cache.Caching;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Says what to do where several JCache providers are on the class path and no setting names one. Spring Boot and
 * {@code javax.cache} fail then with messages that name neither the providers nor the setting.
 */
final class SeveralProvidersAnalyzer implements FailureAnalyzer {
    /** What Spring and Spring Boot say without a cache manager, and {@code javax.cache} of several providers. */
    private static final List<String> SYMPTOMS = List.of(
            "bean of type CacheManager found",
            "No cache manager could be auto-configured",
            "Multiple CachingProviders have been configured");

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        List<String> providers = new ArrayList<>();
        Caching.getCachingProviders()
                .forEach(provider -> providers.add(provider.getClass().getName()));
        if (providers.size() < 2 || !isSymptom(failure)) {
            return null;
        }
        return new FailureAnalysis(
                "Several JCache providers are on the class path, and no setting says which one is wanted: " + providers,
                "Set spring.cache.jcache.provider to one of them, or take the others' jars off the class path.",
                failure);
    }

    private static boolean isSymptom(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (SYMPTOMS.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }
}
