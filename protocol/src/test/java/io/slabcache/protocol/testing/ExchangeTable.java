package io.slabcache.protocol.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Tables of exchanges that every server which speaks as memcached does must pass. */
public final class ExchangeTable {
    private ExchangeTable() {}

    /**
     * Returns the exchanges of text commands, as recorded from memcached 1.6.18.
     *
     * @return the table
     */
    public static List<Exchange> text() {
        return read("text-exchanges.txt");
    }

    /**
     * Returns the exchanges of text commands that take more than a store of keys and values: what is kept beside an item, and
     * administration. Where this project's node differs from memcached 1.6.18 they say so.
     *
     * @return the table
     */
    public static List<Exchange> textOfNodes() {
        return read("text-node-exchanges.txt");
    }

    private static List<Exchange> read(String resource) {
        try (InputStream in = ExchangeTable.class.getResourceAsStream(resource)) {
            byte[] bytes = Objects.requireNonNull(in, resource).readAllBytes();
            return parse(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Exchange> parse(String text) {
        List<Exchange> exchanges = new ArrayList<>();
        List<Exchange.Step> steps = new ArrayList<>();
        String sent = "";
        for (String line : text.lines().toList()) {
            String rest = line.length() < 2 ? "" : line.substring(2);
            switch (line.isEmpty() ? '#' : line.charAt(0)) {
                case '#' -> {}
                case '=' -> {
                    steps = new ArrayList<>();
                    exchanges.add(new Exchange(rest, steps));
                }
                case '>' -> sent = rest;
                case '<' -> steps.add(new Exchange.Step(sent, rest, false, null));
                case '!' -> steps.add(new Exchange.Step(sent, rest, true, null));
                case '~' -> {
                    Exchange.Step ours = steps.remove(steps.size() - 1);
                    steps.add(new Exchange.Step(ours.sent(), ours.answered(), ours.closes(), rest));
                }
                default -> throw new IllegalArgumentException("line must be one of the table: line=" + line);
            }
        }
        return exchanges;
    }
}
