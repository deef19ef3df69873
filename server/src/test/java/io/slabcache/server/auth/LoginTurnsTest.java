package io.slabcache.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has to wait for whom with an attempt to log in. */
class LoginTurnsTest {
    private final LoginTurns turns = new LoginTurns();
    private final List<String> judged = new ArrayList<>();

    /** Far from 0, and near to where a long begins anew. */
    private long now = Long.MAX_VALUE - 10;

    private LoginTurns.Attempt add(String host, String user) {
        return turns.add(host, user, () -> judged.add(host + "/" + user));
    }

    /** Adds an attempt that fails. */
    private void addWrong(String host, String user) {
        turns.add(host, user, () -> {
            judged.add(host + "/" + user);
            turns.fail(host, user, now);
        });
    }

    /** Judges whatever can be judged now. */
    private List<String> judge() {
        judged.clear();
        for (LoginTurns.Attempt attempt = turns.next(now); attempt != null; attempt = turns.next(now)) {
            attempt.work().run();
            turns.end(attempt);
        }
        return judged;
    }

    @Test
    void next_manyAttemptsOfOneHost_anotherHostWaitsForOne() {
        for (int i = 0; i < 5000; i++) {
            add("flood", "user" + i);
        }
        add("other", "alice");
        assertThat(judge()).hasSize(5001).startsWith("flood/user0", "other/alice", "flood/user1");
        assertThat(turns.isAnyWaiting()).isFalse();
        assertThat(turns.lanes()).isZero();
    }

    @Test
    void next_manyAttemptsForOneUser_anotherUserOfTheHostWaitsForOne() {
        for (int i = 0; i < 100; i++) {
            add("host", "bob");
        }
        add("host", "alice");
        assertThat(judge()).hasSize(101).startsWith("host/bob", "host/alice", "host/bob");
    }

    @Test
    void fail_pausesWhoIsAlike_nobodyElse() {
        addWrong("host", "bob");
        addWrong("host", "bob");
        add("host", "alice");
        add("other", "bob");
        assertThat(judge()).containsExactly("host/bob", "other/bob", "host/alice");
        assertThat(turns.isAnyWaiting()).isTrue();
        assertThat(turns.nanosToNext(now)).isEqualTo(LoginTurns.PAUSE_NANOS);
        now += LoginTurns.PAUSE_NANOS - 1;
        assertThat(judge()).isEmpty();
        now++;
        assertThat(judge()).containsExactly("host/bob");
        // a connection of its own does not help
        addWrong("host", "bob");
        assertThat(judge()).isEmpty();
        now += LoginTurns.PAUSE_NANOS;
        assertThat(judge()).containsExactly("host/bob");
        now += LoginTurns.PAUSE_NANOS;
        assertThat(judge()).isEmpty();
        assertThat(turns.lanes()).isZero();
    }

    @Test
    void remove_attemptWhoseConnectionEnded_isNotJudgedAndNotKept() {
        for (int i = 0; i < 1000; i++) {
            turns.remove(add("flood", "user" + i % 10));
        }
        LoginTurns.Attempt left = add("flood", "bob");
        add("flood", "bob");
        turns.remove(left);
        assertThat(judge()).containsExactly("flood/bob");
        assertThat(turns.lanes()).isZero();
        turns.remove(left);
        assertThat(turns.isAnyWaiting()).isFalse();
    }

    @Test
    void mayLook_nobodyHasFailed_always() {
        for (int i = 0; i < 100; i++) {
            assertThat(turns.mayLook("host", "alice", now)).isTrue();
        }
    }

    @Test
    void mayLook_somebodyHasFailed_someInAPause() {
        addWrong("host", "alice");
        judge();
        for (int pause = 0; pause < 3; pause++) {
            for (int i = 0; i < LoginTurns.LOOKS_IN_A_PAUSE; i++) {
                assertThat(turns.mayLook("host", "alice", now)).isTrue();
            }
            assertThat(turns.mayLook("host", "alice", now)).isFalse();
            assertThat(turns.mayLook("host", "bob", now)).isTrue();
            assertThat(turns.mayLook("other", "alice", now)).isTrue();
            now += LoginTurns.PAUSE_NANOS;
            addWrong("host", "alice");
            judge();
        }
    }

    @Test
    void mayLook_attemptsWait_fewMay() {
        add("host", "alice");
        for (int i = 0; i < LoginTurns.LOOKS_IN_A_PAUSE; i++) {
            assertThat(turns.mayLook("host", "alice", now)).isTrue();
        }
        assertThat(turns.mayLook("host", "alice", now)).isFalse();
        judge();
        assertThat(turns.mayLook("host", "alice", now)).isTrue();
    }
}
