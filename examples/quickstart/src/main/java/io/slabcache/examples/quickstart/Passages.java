package io.slabcache.examples.quickstart;

import java.util.SplittableRandom;

/**
 * The entries: passage <em>n</em> of a book, for every <em>n</em> from 0. Key, length and text follow from <em>n</em>
 * alone, so a reader can tell a right value from a wrong one without keeping a copy. Lengths are log-normal: many
 * short passages and a few very long ones, as in most caches.
 */
final class Passages {
    static final int SHORTEST = 10;
    static final int LONGEST = 100 * 1024;

    private static final int MEDIAN_LENGTH = 700;
    private static final double SPREAD = 1.45;
    private static final long SEED = 1813;
    /** A prime, so that successive passages start far apart and every word is a start. */
    private static final long WORD_STEP = 7_919;

    private final Book book = new Book(LONGEST);

    String key(int n) {
        return "passage:" + n;
    }

    /** Returns the length in characters, which are ASCII and so bytes. */
    int length(int n) {
        double length = MEDIAN_LENGTH * Math.exp(SPREAD * new SplittableRandom(SEED + n).nextGaussian());
        return (int) Math.min(Math.max(Math.rint(length), SHORTEST), LONGEST);
    }

    String text(int n) {
        return book.passage(firstWord(n), length(n));
    }

    /** Throws {@link WrongValueException} unless the value is passage n. */
    void verify(int n, String value) {
        if (!book.isPassage(value, firstWord(n), length(n))) {
            throw new WrongValueException("wrong value under %s: %d characters instead of %d, or other ones"
                    .formatted(key(n), value.length(), length(n)));
        }
    }

    /** Says in words how the entries are made. */
    String description() {
        return """
                %s by Jane Austen, %,d characters, %,d words
                passage:<n> starts at word (n x %,d) mod %,d and is as long as
                exp(ln %d + %.2f g) characters, g normal (seed %d + n), within %d B .. %d KiB""".formatted(
                        Book.TITLE,
                        book.length(),
                        book.words(),
                        WORD_STEP,
                        book.words(),
                        MEDIAN_LENGTH,
                        SPREAD,
                        SEED,
                        SHORTEST,
                        LONGEST / 1024);
    }

    private int firstWord(int n) {
        return (int) (n * WORD_STEP % book.words());
    }
}
