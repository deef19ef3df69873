package io.slabcache.bench.harness;

import java.util.Locale;

/** Tasks that nobody runs. */
enum FakeTask implements Task {
    ONE,
    EIGHT,
    ANOTHER;

    @Override
    public String label() {
        return "the task " + name().toLowerCase(Locale.ROOT);
    }
}
