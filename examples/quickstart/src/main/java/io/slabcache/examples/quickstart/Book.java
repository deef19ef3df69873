package io.slabcache.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Jane Austen's <em>Pride and Prejudice</em>, from which the cached passages are cut. Immutable. */
final class Book {
    static final String TITLE = "Pride and Prejudice";

    private static final String RESOURCE = "pride-and-prejudice.txt.gz";
    private static final Pattern WORD = Pattern.compile("\\S+");

    /** The text and, once more, its beginning: a passage that starts near the end goes on there. */
    private final String text;

    private final int length;
    private final int[] wordStarts;

    /**
     * Reads the book.
     *
     * @param longestPassage no passage will be longer
     */
    Book(int longestPassage) {
        String once = read();
        length = once.length();
        text = once + once.substring(0, longestPassage);
        wordStarts = WORD.matcher(once).results().mapToInt(MatchResult::start).toArray();
    }

    int length() {
        return length;
    }

    int words() {
        return wordStarts.length;
    }

    /** Returns the passage that starts with the given word; after the book's end follows its beginning. */
    String passage(int word, int passageLength) {
        int start = wordStarts[word];
        return text.substring(start, start + passageLength);
    }

    /** Tells whether a text is the given passage, without building that. */
    boolean isPassage(String candidate, int word, int passageLength) {
        return candidate.length() == passageLength && text.regionMatches(wordStarts[word], candidate, 0, passageLength);
    }

    private static String read() {
        try (InputStream resource = Book.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("the book is not in the jar: " + RESOURCE);
            }
            return new String(new GZIPInputStream(resource).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
