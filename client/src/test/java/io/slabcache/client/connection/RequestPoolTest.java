package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The pool of requests, with more threads than it has places, so that some of them meet. */
class RequestPoolTest {
    private static final int THREADS = 300;
    private static final int ROUNDS = 300;

    private final RequestPool pool = new RequestPool();

    /** Requests are not compared by their contents, so this tells them apart. */
    private final Set<SingleRequest> taken = ConcurrentHashMap.newKeySet();

    private final Queue<Object> faults = new ConcurrentLinkedQueue<>();

    @Test
    void take_oneThread_sameRequestAgain() {
        SingleRequest first = pool.take();
        pool.give(first);
        assertThat(pool.take()).isSameAs(first);
        assertThat(pool.take()).isNotSameAs(first);
    }

    @Test
    void take_moreThreadsThanPlaces_neverTheSameTwice() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> use(begin), "pool-user-" + i);
            threads.add(thread);
            thread.start();
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(faults).isEmpty();
        assertThat(taken).isEmpty();
    }

    private void use(CountDownLatch begin) {
        try {
            begin.await();
        } catch (InterruptedException e) {
            faults.add(e);
            return;
        }
        for (int round = 0; round < ROUNDS; round++) {
            SingleRequest request = pool.take();
            if (!taken.add(request)) {
                faults.add("a request must have one owner");
            }
            Thread.onSpinWait();
            taken.remove(request);
            pool.give(request);
        }
    }
}
