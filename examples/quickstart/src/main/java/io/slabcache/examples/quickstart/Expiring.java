package io.slabcache.examples.quickstart;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;

/** Shows expiry and a listener: an entry lives for 200 ms, and the listener hears of its end. */
final class Expiring {
    private static final long LIFETIME_MILLIS = 200;
    /** How much earlier than that an entry may go: clocks tick. */
    private static final long TOLERANCE_MILLIS = 5;

    private static final long PATIENCE_MILLIS = 10_000;
    private static final long QUESTION_MILLIS = 20;

    private Expiring() {}

    static void run(CacheManager manager, Arguments arguments, Terminal terminal) throws InterruptedException {
        var events = new Events();
        var configuration = new MutableConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(new Duration(MILLISECONDS, LIFETIME_MILLIS)))
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(() -> events, null, true, true));
        try (Cache<String, String> sessions = manager.createCache("sessions", configuration)) {
            long start = System.nanoTime();
            sessions.put("darcy", "at Netherfield");
            sessions.put("darcy", "at Pemberley");
            sessions.put("elizabeth", "at Longbourn");
            sessions.remove("elizabeth");
            boolean told = arguments.servers() == null
                    ? events.awaitExpiry(PATIENCE_MILLIS)
                    : askUntilExpired(sessions, events, start);
            if (!told || sessions.containsKey("darcy")) {
                throw new WrongValueException("an entry of %d ms did not expire".formatted(LIFETIME_MILLIS));
            }
            long lived = NANOSECONDS.toMillis(System.nanoTime() - start);
            if (lived < LIFETIME_MILLIS - TOLERANCE_MILLIS) {
                throw new WrongValueException("an entry of %d ms expired after %d".formatted(LIFETIME_MILLIS, lived));
            }
            terminal.line("expiry", "an entry of %d ms was gone after %d".formatted(LIFETIME_MILLIS, lived));
            terminal.line("listener", "was told of " + events);
        }
    }

    /** Servers forget silently: only who asks for an entry finds, and tells the listener, that its time is over. */
    private static boolean askUntilExpired(Cache<String, String> sessions, Events events, long start)
            throws InterruptedException {
        while (!events.awaitExpiry(QUESTION_MILLIS)) {
            sessions.get("darcy");
            if (NANOSECONDS.toMillis(System.nanoTime() - start) > PATIENCE_MILLIS) {
                return false;
            }
        }
        return true;
    }
}
