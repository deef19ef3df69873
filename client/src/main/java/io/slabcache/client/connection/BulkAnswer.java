package io.slabcache.client.connection;

import io.slabcache.client.BulkResult;
import io.slabcache.client.MemcachedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The results of a bulk operation in the array that they were collected in, where a {@link MemcachedException} stands for
 * a result that is missing.
 */
final class BulkAnswer<T extends @Nullable Object> implements BulkResult<T> {
    private final @Nullable Object[] outcomes;

    BulkAnswer(@Nullable Object[] outcomes) {
        this.outcomes = outcomes;
    }

    @Override
    public int size() {
        return outcomes.length;
    }

    @Override
    @SuppressWarnings("unchecked") // whoever made the answer has put results of this type there
    public T get(int index) {
        Object outcome = outcomes[Objects.checkIndex(index, outcomes.length)];
        if (outcome instanceof MemcachedException failure) {
            throw failure;
        }
        return (T) outcome;
    }

    @Override
    public @Nullable MemcachedException failure(int index) {
        return outcomes[Objects.checkIndex(index, outcomes.length)] instanceof MemcachedException failure
                ? failure
                : null;
    }

    @Override
    public List<MemcachedException> failures() {
        Set<MemcachedException> failures = new LinkedHashSet<>();
        for (Object outcome : outcomes) {
            if (outcome instanceof MemcachedException failure) {
                failures.add(failure);
            }
        }
        return List.copyOf(failures);
    }

    @Override
    @SuppressWarnings("unchecked") // as in get
    public List<T> values() {
        List<MemcachedException> failures = failures();
        if (failures.isEmpty()) {
            return (List<T>) Collections.unmodifiableList(Arrays.asList(outcomes));
        }
        MemcachedException first = failures.get(0);
        List<MemcachedException> others = new ArrayList<>(failures.subList(1, failures.size()));
        others.removeAll(List.of(first.getSuppressed()));
        others.forEach(first::addSuppressed);
        throw first;
    }
}
