package io.slabcache.annotations.cdi;

import java.util.concurrent.atomic.AtomicInteger;

/** A bean that counts the calls of its methods, so that what it answers tells whether it was called. */
abstract class Counting {

    private final AtomicInteger calls = new AtomicInteger();

    /** Returns an answer that no other call gives. */
    String answer(Object about) {
        return about + "#" + calls.incrementAndGet();
    }
}
