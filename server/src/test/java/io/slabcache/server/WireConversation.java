package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A conversation in the binary protocol, in a connection of its own, with an empty server.
 *
 * @param name for people
 * @param steps what is said
 * @param closes whether the server closes the connection after the last step
 * @param difference how Debian's memcached 1.6.18 differs from that
 */
public record WireConversation(String name, List<Step> steps, boolean closes, Difference difference) {
    /** Stands in an expected answer for any CAS token but 0: they differ from server to server. */
    static final long TOKEN = 0x7777777777777777L;

    /** Stands, in what is sent and in what is expected, for the CAS token of the last answer that had one. */
    static final long LAST_TOKEN = 0x5a5a5a5a5a5a5a5aL;

    /** Stands for a number of which nothing is expected: memcached gives a token to what has expired already, this project's node 0. */
    static final long ANY_NUMBER = 0x4b4b4b4b4b4b4b4bL;

    private static final String NO_TOKEN = "0".repeat(16);
    private static final int TOKEN_START = 2 * 16;
    private static final int TOKEN_END = 2 * 24;

    /** What memcached 1.6.18 does that this project's node does not. */
    public enum Difference {
        /** Nothing: both answer the same. */
        NONE,
        /** It answers so to the first step, and then eats as many bytes again as the body had. */
        LOSES_STEP,
        /** It waits for the body that was announced, whatever its length. */
        WAITS
    }

    /**
     * One step of a conversation.
     *
     * @param name for people
     * @param send hexadecimal digits
     * @param expect hexadecimal digits, empty for silence
     */
    public record Step(String name, String send, String expect) {}

    /** The client's side of a connection. */
    public interface Speaker {
        /**
         * Sends something and returns everything that is answered to it.
         *
         * @param send hexadecimal digits
         * @param ends whether the server ends the connection then
         * @return hexadecimal digits
         * @throws IOException if the connection broke
         */
        String say(String send, boolean ends) throws IOException;
    }

    /**
     * Says it all and compares the answers.
     *
     * @param how the way in which it is said, for people
     * @param speaker says it
     * @throws IOException if the connection broke
     */
    public void play(String how, Speaker speaker) throws IOException {
        String lastToken = NO_TOKEN;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String send = step.send().replace(hex(LAST_TOKEN), lastToken);
            String answer = speaker.say(send, closes && i == steps.size() - 1);
            assertThat(answer).as("%s, %s", step.name(), how).matches(pattern(step.expect(), lastToken));
            if (answer.length() >= TOKEN_END) {
                String token = answer.substring(TOKEN_START, TOKEN_END);
                lastToken = token.equals(NO_TOKEN) ? lastToken : token;
            }
        }
    }

    /** A conversation after which the connection stays. */
    static WireConversation goesOn(String name, List<Step> steps) {
        return new WireConversation(name, steps, false, Difference.NONE);
    }

    /** A conversation whose only step ends it. */
    static WireConversation closes(String name, String send, String expect) {
        return new WireConversation(name, List.of(new Step(name, send, expect)), true, Difference.NONE);
    }

    /** Tells whether a step has the token of an answer before it, so that not all can be sent at once. */
    boolean needsAnswers() {
        return steps.stream().anyMatch(step -> (step.send() + step.expect()).contains(hex(LAST_TOKEN)));
    }

    /** The same, all of it sent at once. */
    WireConversation joined() {
        StringBuilder send = new StringBuilder();
        StringBuilder expect = new StringBuilder();
        for (Step step : steps) {
            send.append(step.send());
            expect.append(step.expect());
        }
        return new WireConversation(
                name, List.of(new Step(name, send.toString(), expect.toString())), closes, difference);
    }

    private static Pattern pattern(String expect, String lastToken) {
        return Pattern.compile(expect.replace(hex(LAST_TOKEN), lastToken)
                .replace(hex(TOKEN), "(?!0{16})[0-9a-f]{16}")
                .replace(hex(ANY_NUMBER), "[0-9a-f]{16}"));
    }

    private static String hex(long token) {
        return Long.toHexString(token);
    }

    @Override
    public String toString() {
        return name;
    }
}
