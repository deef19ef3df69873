package io.slabcache.examples.quickstart;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;

/**
 * The first part: all passages go into the cache, from several threads.
 *
 * @param entries how many passages were put
 * @param payloadBytes the length of their keys and texts
 * @param seconds how long it took
 */
record Loading(int entries, long payloadBytes, double seconds) {
    private static final double MIB = 1024 * 1024;

    static Loading run(Cache<String, String> cache, Passages passages, Arguments arguments, Terminal terminal)
            throws InterruptedException {
        int entries = arguments.entries();
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        List<Long> bytesPerThread = Workers.run(
                arguments.threads(),
                thread -> () -> {
                    long bytes = 0;
                    for (int n = next.getAndIncrement(); n < entries; n = next.getAndIncrement()) {
                        String key = passages.key(n);
                        String text = passages.text(n);
                        cache.put(key, text);
                        bytes += key.length() + text.length();
                    }
                    return bytes;
                },
                new Progress(terminal, "loading", () -> (double) next.get() / entries));
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Loading(
                entries, bytesPerThread.stream().mapToLong(Long::longValue).sum(), seconds);
    }

    String summary() {
        return "%,d entries, %,.0f MiB, in %.1f s: %,.0f puts/s, %,.0f MiB/s"
                .formatted(entries, payloadBytes / MIB, seconds, entries / seconds, payloadBytes / MIB / seconds);
    }
}
