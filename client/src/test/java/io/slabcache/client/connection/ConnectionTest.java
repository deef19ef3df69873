package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.MalformedFrameException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One connection whose transport and whose other end are in the test's hands. */
@Timeout(60)
class ConnectionTest {
    /** More than the buffers of both sockets hold. */
    private static final int LARGE = 16 * 1024 * 1024;

    /** The longest that a frame can say. */
    private static final int LONGEST_KEY = 0xffff;

    private static final Duration PATIENCE = Duration.ofNanos(TestConnection.PATIENCE);

    private static final long STALL = TimeUnit.MILLISECONDS.toNanos(500);

    /** More than a tick may be late without there having been a pause. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private TestConnection test;

    @BeforeEach
    void open() throws IOException {
        test = new TestConnection();
    }

    @AfterEach
    void close() throws IOException {
        test.close();
    }

    @Test
    void write_failsAfterTheBytesHaveLeft_requestCountsAsSent() throws IOException {
        test.transport.afterWrite(() -> {
            throw new IOException("reset by the test");
        });
        SingleRequest request = test.append(TestConnection.noop(), null);
        test.connection.await(request);
        assertThat(request.state()).isEqualTo(Request.FAILED);
        assertThat(test.receiveHeader()).isNotEmpty();
        assertThat(request.sent).isTrue();
    }

    @Test
    void close_whileBytesLeave_requestCountsAsSent() throws IOException {
        SingleRequest request = TestConnection.noop();
        // The other thread's end of the connection, before the writing one has come back from the socket.
        test.transport.afterWrite(() -> {
            test.transport.afterWrite(() -> {});
            test.connection.close(new IOException("closed by the test"));
        });
        test.append(request, null);
        test.connection.push(request);
        assertThat(request.state()).isEqualTo(Request.FAILED);
        assertThat(test.receiveHeader()).isNotEmpty();
        assertThat(request.sent).isTrue();
    }

    @Test
    void close_socketWasFull_whatWasNotTakenCountsAsNotSent() {
        SingleRequest large = test.append(TestConnection.set(LARGE), null);
        test.connection.push(large);
        SingleRequest behind = test.append(TestConnection.noop(), null);
        test.connection.push(behind);
        assertThat(test.connection.mayReachNode(behind)).isTrue();
        test.connection.close(new IOException("closed by the test"));
        assertThat(large.sent).isTrue();
        assertThat(behind.sent).isFalse();
        assertThat(test.connection.mayReachNode(large)).isTrue();
        assertThat(test.connection.mayReachNode(behind)).isFalse();
    }

    @Test
    void crowd_itsLeaderLeaves_ioThreadLeadsUntilItHasThinnedOut() throws Exception {
        List<String> readers = Collections.synchronizedList(new ArrayList<>());
        test.start();
        List<Thread> callers = new ArrayList<>();
        List<byte[]> headers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Thread caller =
                    new Thread(() -> test.connection.await(test.append(TestConnection.noop(), null)), "caller-" + i);
            callers.add(caller);
            caller.start();
            // So that the first leads and the others come behind it.
            headers.add(test.receiveHeader());
        }
        // One that is still awake may take the lead before the I/O thread comes.
        await().atMost(PATIENCE)
                .until(() ->
                        callers.stream().skip(1).allMatch(caller -> caller.getState() == Thread.State.TIMED_WAITING));
        test.transport.afterRead(() -> readers.add(Thread.currentThread().getName()));
        for (int i = 0; i < callers.size(); i++) {
            test.answer(headers.get(i));
            callers.get(i).join(PATIENCE.toMillis());
            assertThat(callers.get(i).isAlive()).as("caller %s", i).isFalse();
        }
        assertThat(readers.get(0)).isEqualTo("caller-0");
        assertThat(readers).filteredOn(reader -> !reader.equals("caller-0")).containsOnly("test-io");

        CompletableFuture<Void> lone = CompletableFuture.runAsync(() -> {
            Thread.currentThread().setName("lone");
            while (!readers.contains("lone")) {
                test.connection.await(test.append(TestConnection.noop(), null));
            }
        });
        while (!lone.isDone()) {
            test.peer.setSoTimeout(100);
            try {
                test.answer(test.receiveHeader());
            } catch (SocketTimeoutException e) {
                // The last one may have been asked.
            }
        }
        lone.get();
    }

    @Test
    void crowd_connectionsOfTwo_ioThreadTakesOne() throws Exception {
        try (TestConnection other = new TestConnection()) {
            assertThat(test.io.takeCrowd(test.connection)).isTrue();
            assertThat(test.io.takeCrowd(test.connection)).isTrue();
            assertThat(test.io.takeCrowd(other.connection)).isFalse();
            test.io.leaveCrowd(other.connection);
            assertThat(test.io.hasCrowd(test.connection)).isTrue();
            test.io.signal(test.connection);
            test.connection.close(new IOException("closed by the test"));
            test.start();
            await().atMost(PATIENCE).until(() -> test.io.takeCrowd(other.connection));
        }
    }

    /** The process was stopped, say, just before the I/O thread looked after what is late. */
    @Test
    void tick_lateWithAnswersInTheSocket_takesThemFirst() throws Exception {
        AtomicBoolean paused = new AtomicBoolean();
        test.onTick(now -> {
            if (paused.get()) {
                test.connection.endOverdue(now);
                test.connection.checkStall(now, STALL);
            }
        });
        test.start();
        CountDownLatch told = new CountDownLatch(2);
        SingleRequest first = test.append(TestConnection.noop(), request -> told.countDown());
        SingleRequest second =
                test.append(TestConnection.noop(), request -> told.countDown(), System.nanoTime() + STALL);
        test.connection.submitted(second);
        byte[] firstHeader = test.receiveHeader();
        byte[] secondHeader = test.receiveHeader();
        test.transport.afterRead(() -> {
            test.transport.afterRead(() -> {});
            test.answer(secondHeader);
            paused.set(true);
            pauseUntil(second.deadline + PAUSE);
        });
        test.answer(firstHeader);
        assertThat(told.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
        assertThat(first.state()).isEqualTo(Request.DONE);
        assertThat(second.state()).isEqualTo(Request.DONE);
        assertThat(test.connection.isClosed()).isFalse();
    }

    @Test
    void tick_lateWhileACallerLeads_leavesItAMoment() throws Exception {
        CountDownLatch answerRead = new CountDownLatch(1);
        CountDownLatch ticked = new CountDownLatch(1);
        AtomicBoolean paused = new AtomicBoolean();
        SingleRequest request = TestConnection.noop();
        test.transport.afterRead(() -> {
            answerRead.countDown();
            awaitQuietly(ticked);
        });
        test.onTick(now -> {
            if (!paused.get()) {
                return;
            }
            test.connection.checkStall(now, STALL);
            ticked.countDown();
            // No later tick may come before the caller has gone on.
            while (request.state() == Request.WAITING) {
                Thread.onSpinWait();
            }
        });
        test.start();
        Thread caller = new Thread(() -> {
            test.append(request, null);
            test.connection.await(request);
        });
        caller.start();
        test.answer(test.receiveHeader());
        assertThat(answerRead.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
        test.io.execute(() -> {
            paused.set(true);
            pauseUntil(System.nanoTime() + STALL + PAUSE);
        });
        caller.join();
        assertThat(request.state()).isEqualTo(Request.DONE);
        assertThat(test.connection.isClosed()).isFalse();
    }

    /** A server may answer a request before all of it was written. */
    @Test
    void async_aloneBehindBlockedOutput_isSent() throws Exception {
        AtomicInteger ticks = new AtomicInteger();
        test.onTick(now -> {
            test.connection.watchWhileIdle();
            ticks.incrementAndGet();
        });
        test.start();
        SingleRequest large = test.append(TestConnection.set(LARGE), null);
        test.answer(receiveHeaderOf(large));
        test.connection.await(large);
        assertThat(large.state()).isEqualTo(Request.DONE);
        int before = ticks.get();
        await().atMost(PATIENCE).until(() -> ticks.get() > before + 1);

        CountDownLatch told = new CountDownLatch(1);
        SingleRequest lone = test.append(TestConnection.noop(), request -> told.countDown());
        test.connection.submitted(lone);
        test.skip(large.encodedLength() - FrameLayout.HEADER_LENGTH);
        test.answer(test.receiveHeader());
        assertThat(told.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
        assertThat(lone.state()).isEqualTo(Request.DONE);
    }

    private byte[] receiveHeaderOf(SingleRequest request) throws IOException {
        test.connection.push(request);
        return test.receiveHeader();
    }

    @Test
    void read_keyLongerThanTheInputBuffer_endsTheConnection() throws IOException {
        SingleRequest request = test.append(TestConnection.noop(), null);
        test.connection.push(request);
        byte[] header = test.receiveHeader();
        byte[] frame = ByteBuffer.allocate(FrameLayout.HEADER_LENGTH + LONGEST_KEY)
                .put(header)
                .put(FrameLayout.MAGIC_OFFSET, (byte) 0x81)
                .putShort(FrameLayout.KEY_LENGTH_OFFSET, (short) LONGEST_KEY)
                .putShort(FrameLayout.STATUS_OFFSET, (short) 1)
                .putInt(FrameLayout.BODY_LENGTH_OFFSET, LONGEST_KEY)
                .array();
        test.peer.getOutputStream().write(frame);
        test.connection.await(request);
        assertThat(request.state()).isEqualTo(Request.FAILED);
        assertThat(request.failure)
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("keyLength=" + LONGEST_KEY);
    }

    @Test
    void flush_errorWhileTheCallerIsMadeLeader_endsTheConnection() throws Exception {
        SingleRequest first = test.append(TestConnection.noop(), ended -> {});
        SingleRequest led = TestConnection.noop();
        Thread leader = new Thread(() -> {
            test.append(led, null);
            test.connection.await(led);
        });
        leader.start();
        byte[] firstHeader = test.receiveHeader();
        byte[] header = test.receiveHeader();
        test.answer(firstHeader);
        // The leader has sent everything once it reads, so that the caller has to send its own.
        await().atMost(PATIENCE).until(first::isEnded);
        SingleRequest request = TestConnection.noop();
        test.transport.afterWrite(() -> {
            test.answer(header);
            await().atMost(PATIENCE).until(() -> request.state() == Request.LEAD);
            throw new OutOfMemoryError("of the test");
        });
        test.append(request, null);
        assertThatThrownBy(() -> test.connection.await(request)).isInstanceOf(OutOfMemoryError.class);
        leader.join();
        assertThat(led.state()).isEqualTo(Request.DONE);
        assertThat(test.connection.isClosed()).isTrue();
        assertThat(request.state()).isEqualTo(Request.FAILED);
    }

    @Test
    void close_whileLeadershipIsGivenUpAfterTheEndOfTheIoThread_failsWhatIsInFlight() throws Exception {
        test.io.start();
        test.io.close();
        SingleRequest closing =
                test.append(TestConnection.noop(), request -> test.connection.close(new IOException("by the test")));
        SingleRequest own = test.append(TestConnection.noop(), null);
        AtomicInteger told = new AtomicInteger();
        SingleRequest left = test.append(TestConnection.noop(), request -> told.incrementAndGet());
        test.connection.push(own);
        byte[] firstHeader = test.receiveHeader();
        byte[] secondHeader = test.receiveHeader();
        test.answer(firstHeader, secondHeader);
        test.connection.await(own);
        assertThat(closing.state()).isEqualTo(Request.DONE);
        assertThat(own.state()).isEqualTo(Request.DONE);
        assertThat(left.state()).isEqualTo(Request.FAILED);
        assertThat(told).hasValue(1);
    }

    @Test
    void register_signalledBefore_servesWhatWasLeft() throws Exception {
        test.io.start();
        CountDownLatch told = new CountDownLatch(1);
        SingleRequest large = test.append(TestConnection.set(LARGE), request -> told.countDown());
        test.connection.submitted(large);
        await().atMost(PATIENCE).until(() -> !test.connection.signalled.get());
        test.io.execute(test::register);
        byte[] header = test.receiveHeader();
        test.skip(large.encodedLength() - FrameLayout.HEADER_LENGTH);
        test.answer(header);
        assertThat(told.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
        assertThat(large.state()).isEqualTo(Request.DONE);
    }

    private static void pauseUntil(long time) {
        while (time - System.nanoTime() > 0) {
            LockSupport.parkNanos(time - System.nanoTime());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
