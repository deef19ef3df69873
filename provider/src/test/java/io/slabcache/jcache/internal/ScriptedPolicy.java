package io.slabcache.jcache.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;

/** An expiry policy of the user's own that answers as it is told and writes down what it was asked. */
class ScriptedPolicy implements ExpiryPolicy {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile Supplier<@Nullable Duration> creation = () -> Duration.ETERNAL;
    private volatile Supplier<@Nullable Duration> access = () -> null;
    private volatile Supplier<@Nullable Duration> update = () -> null;

    List<String> calls() {
        return calls;
    }

    ScriptedPolicy creation(Supplier<@Nullable Duration> answer) {
        creation = answer;
        return this;
    }

    ScriptedPolicy access(Supplier<@Nullable Duration> answer) {
        access = answer;
        return this;
    }

    ScriptedPolicy update(Supplier<@Nullable Duration> answer) {
        update = answer;
        return this;
    }

    @Override
    public @Nullable Duration getExpiryForCreation() {
        calls.add("creation");
        return creation.get();
    }

    @Override
    public @Nullable Duration getExpiryForAccess() {
        calls.add("access");
        return access.get();
    }

    @Override
    public @Nullable Duration getExpiryForUpdate() {
        calls.add("update");
        return update.get();
    }
}
