package io.slabcache.bench.harness;

import java.util.List;
import java.util.Locale;

/** Entrants that do nothing. */
enum FakeEntrant implements Entrant {
    OURS,
    PEER,
    OTHER_PEER,
    RAW;

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public boolean isPeer() {
        return this == PEER || this == OTHER_PEER;
    }

    @Override
    public Session open(List<String> surroundings) {
        throw new UnsupportedOperationException("nobody opens it");
    }
}
