package io.slabcache.annotations.cdi;

import java.util.List;

/**
 * Which throwables an annotation is about, by the lists that it has of them.
 *
 * @param included the types that are meant; all that are not excluded if empty
 * @param excluded the types that are not meant, even if included
 * @param whenUnlisted the answer if both lists are empty
 */
record ThrowableFilter(
        List<Class<? extends Throwable>> included, List<Class<? extends Throwable>> excluded, boolean whenUnlisted) {

    ThrowableFilter {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    boolean accepts(Throwable thrown) {
        if (included.isEmpty() && excluded.isEmpty()) {
            return whenUnlisted;
        }
        return (included.isEmpty() || isListed(included, thrown)) && !isListed(excluded, thrown);
    }

    private static boolean isListed(List<Class<? extends Throwable>> types, Throwable thrown) {
        return types.stream().anyMatch(type -> type.isInstance(thrown));
    }
}
