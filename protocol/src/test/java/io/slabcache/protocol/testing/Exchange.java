package io.slabcache.protocol.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends on one connection and what a server answers.
 *
 * @param name what it is about
 * @param steps in their order
 */
public record Exchange(String name, List<Step> steps) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern REPETITION = Pattern.compile("\\{([^{}]*?)\\*(\\d+)}");
    private static final int RADIX = 16;

    /**
     * Bytes sent and the bytes that answer them, both as the table writes them.
     *
     * @param sent what is sent
     * @param answered what comes back
     * @param closes whether the server closes the connection then
     * @param memcacheds what memcached 1.6.18 answers instead, and goes on; null where it answers the same
     */
    public record Step(
            String sent,
            String answered,
            boolean closes,
            @Nullable String memcacheds) {}

    /** A connection to a server that has no items. */
    public interface Connection {
        /**
         * Sends bytes and waits until all of them are answered.
         *
         * @param sent what to send
         * @return what was answered
         * @throws IOException if the connection broke otherwise than by being closed
         */
        Answer exchange(byte[] sent) throws IOException;
    }

    /**
     * An answer.
     *
     * @param bytes all that came
     * @param closed whether the server closed the connection
     */
    @SuppressWarnings("ArrayRecordComponent") // made, looked at and thrown away
    public record Answer(byte[] bytes, boolean closed) {}

    /**
     * Sends it all and compares the answers.
     *
     * @param connection where to
     * @throws IOException if the connection broke otherwise than by being closed
     */
    public void play(Connection connection) throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (Step step : steps) {
            play(step, step.answered(), step.closes(), connection, variables);
        }
    }

    /**
     * Sends it all and compares the answers with those of memcached 1.6.18.
     *
     * @param connection where to
     * @throws IOException if the connection broke otherwise than by being closed
     */
    public void playToMemcached(Connection connection) throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (Step step : steps) {
            String memcacheds = step.memcacheds();
            if (memcacheds == null) {
                play(step, step.answered(), step.closes(), connection, variables);
            } else {
                play(step, memcacheds, false, connection, variables);
            }
        }
    }

    private void play(Step step, String answered, boolean closes, Connection connection, Map<String, String> variables)
            throws IOException {
        Answer answer = connection.exchange(bytes(substituted(step.sent(), variables)));
        String expected = new String(bytes(answered), StandardCharsets.ISO_8859_1);
        String actual = new String(answer.bytes(), StandardCharsets.ISO_8859_1);
        assertThat(bound(expected, actual, variables))
                .as("answer to '%s' in '%s'", step.sent(), name)
                .isEqualTo(actual);
        assertThat(answer.closed())
                .as("closed after '%s' in '%s'", step.sent(), name)
                .isEqualTo(closes);
    }

    /**
     * Tells whether nothing that is sent depends on what was answered, so that all can be sent at once.
     *
     * @return whether {@link #joined()} makes sense
     */
    public boolean isFixed() {
        return steps.stream().noneMatch(step -> step.sent().contains("${"));
    }

    /**
     * Returns the same with everything sent at once.
     *
     * @return an exchange of one step
     */
    public Exchange joined() {
        StringBuilder sent = new StringBuilder();
        StringBuilder answered = new StringBuilder();
        for (Step step : steps) {
            sent.append(step.sent());
            answered.append(step.answered());
        }
        boolean closes = steps.get(steps.size() - 1).closes();
        return new Exchange(name, List.of(new Step(sent.toString(), answered.toString(), closes, null)));
    }

    private static String substituted(String text, Map<String, String> variables) {
        if (!text.contains("${")) {
            // most have none, and a table is played thousands of times
            return text;
        }
        return VARIABLE.matcher(text).replaceAll(match -> variables.getOrDefault(match.group(1), "?"));
    }

    /** Binds the variables of an expected answer that have no value yet, and puts the values of all in their places. */
    private static String bound(String expected, String actual, Map<String, String> variables) {
        if (!expected.contains("${")) {
            return expected;
        }
        Matcher matcher = VARIABLE.matcher(expected);
        StringBuilder pattern = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            pattern.append(Pattern.quote(expected.substring(end, matcher.start())));
            String name = matcher.group(1);
            if (variables.containsKey(name)) {
                pattern.append(variables.get(name));
            } else {
                pattern.append("(?<").append(name).append(">[0-9]+)");
                variables.put(name, "\\k<" + name + ">");
            }
            end = matcher.end();
        }
        pattern.append(Pattern.quote(expected.substring(end)));
        Matcher answer = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(actual);
        boolean matches = answer.matches();
        variables.replaceAll((name, value) -> value.startsWith("\\") ? (matches ? answer.group(name) : "?") : value);
        return substituted(expected, variables);
    }

    /**
     * Returns the bytes that a text of the table stands for.
     *
     * @param text with escapes and repetitions
     * @return the bytes
     */
    public static byte[] bytes(String text) {
        String whole = REPETITION
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            if (c != '\\') {
                out.write(c);
                continue;
            }
            char escaped = whole.charAt(++i);
            switch (escaped) {
                case 'r' -> out.write('\r');
                case 'n' -> out.write('\n');
                case 't' -> out.write('\t');
                case '\\' -> out.write('\\');
                case 'x' -> {
                    out.write(Integer.parseInt(whole.substring(i + 1, i + 3), RADIX));
                    i += 2;
                }
                default -> throw new IllegalArgumentException("no such escape: escape=" + escaped + ", text=" + text);
            }
        }
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
