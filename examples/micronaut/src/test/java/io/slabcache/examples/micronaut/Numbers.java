package io.slabcache.examples.micronaut;

import io.micronaut.cache.annotation.CacheInvalidate;
import io.micronaut.cache.annotation.Cacheable;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Calculates what is worth keeping. */
@Singleton
class Numbers {
    private final AtomicInteger calculations = new AtomicInteger();

    @Cacheable("factors")
    List<Long> factors(long number) {
        calculations.incrementAndGet();
        List<Long> factors = new ArrayList<>();
        long rest = number;
        for (long factor = 2; factor * factor <= rest; factor++) {
            while (rest % factor == 0) {
                factors.add(factor);
                rest /= factor;
            }
        }
        if (rest > 1) {
            factors.add(rest);
        }
        return factors;
    }

    @CacheInvalidate("factors")
    void forget(long number) {}

    @CacheInvalidate(value = "factors", all = true)
    void forgetAll() {}

    @Cacheable("divisors")
    long greatestCommonDivisor(long first, long second) {
        calculations.incrementAndGet();
        return second == 0 ? first : greatestCommonDivisor(second, first % second);
    }

    @Cacheable("undeclared")
    long square(long number) {
        return number * number;
    }

    int calculations() {
        return calculations.get();
    }
}
