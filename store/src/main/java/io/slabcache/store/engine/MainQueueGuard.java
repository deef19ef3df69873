package io.slabcache.store.engine;

/**
 * Lets keys that come back into the main queue one for each item there that turned out to be unused. Each key that is not let in
 * has the oldest item of the main queue looked at: an unused one goes and leaves a vacancy, another one goes round with its
 * frequency lowered. Guarded by its owner's lock.
 */
final class MainQueueGuard {
    /** The most that is owed either way; what lies further back is forgotten. */
    private static final int LIMIT = 16;

    private int vacancies;
    private int probes;

    /** Forgets what is owed. */
    void reset() {
        vacancies = 0;
        probes = 0;
    }

    /** Takes a vacancy, or asks for a look at the main queue's oldest item if there is none. */
    boolean admit() {
        if (vacancies > 0) {
            vacancies--;
            return true;
        }
        probes = Math.min(LIMIT, probes + 1);
        return false;
    }

    /** Tells whether the main queue's oldest item is to be looked at, once for each time that this was asked for. */
    boolean takeProbe() {
        if (probes == 0) {
            return false;
        }
        probes--;
        return true;
    }

    /** Says that the look at the main queue's oldest item has pushed it out. */
    void addVacancy() {
        vacancies = Math.min(LIMIT, vacancies + 1);
    }
}
