package io.slabcache.server.command;

import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.auth.PasswordCheck;
import io.slabcache.server.stats.Counter;

/** Carries out attempts with a password, for every protocol that has them: what takes long is left to another thread. */
final class PasswordLogin {
    private PasswordLogin() {}

    /** What answers a client. */
    @FunctionalInterface
    interface Answer {
        void accept(boolean accepted);
    }

    /**
     * Checks a password and answers, now or later.
     *
     * @return whether the answer comes later: then the conversation has to wait
     */
    static boolean run(PasswordCheck check, ThreadState thread, Output out, Answer answer) {
        thread.counters.increment(Counter.AUTH_CMDS);
        if (check.isRemembered()) {
            answer.accept(true);
            return false;
        }
        boolean begun = out.leave(check::submit, () -> {
            boolean accepted = check.check();
            return new Detour(
                    accepted ? 0 : AccessRules.FAILURE_DELAY_MILLIS, () -> finish(check, accepted, thread, answer));
        });
        if (!begun) {
            check.abandon();
            finish(check, false, thread, answer);
        }
        return begun;
    }

    private static void finish(PasswordCheck check, boolean accepted, ThreadState thread, Answer answer) {
        check.finish(accepted);
        if (!accepted) {
            thread.counters.increment(Counter.AUTH_ERRORS);
        }
        answer.accept(accepted);
    }
}
