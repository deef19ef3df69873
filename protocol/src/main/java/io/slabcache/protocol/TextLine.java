package io.slabcache.protocol;

import java.nio.ByteBuffer;

/** A line cut into words at its blanks; other white space belongs to words. */
final class TextLine {
    /** Words behind these are counted and not kept. */
    private static final int MAX_WORDS_KEPT = 32;

    private final int[] begins = new int[MAX_WORDS_KEPT];
    private final int[] ends = new int[MAX_WORDS_KEPT];
    private int count;
    private int longest;

    /** Cuts the bytes from begin to end. */
    void split(ByteBuffer in, int begin, int end) {
        count = 0;
        longest = 0;
        int i = begin;
        while (i < end) {
            if (in.get(i) == ' ') {
                i++;
                continue;
            }
            int wordBegin = i;
            while (i < end && in.get(i) != ' ') {
                i++;
            }
            if (count < MAX_WORDS_KEPT) {
                begins[count] = wordBegin;
                ends[count] = i;
            }
            if (count > 0) {
                longest = Math.max(longest, i - wordBegin);
            }
            count++;
        }
    }

    /** Returns how many words there are, those not kept included. */
    int count() {
        return count;
    }

    /** Returns how many words can be asked for. */
    int kept() {
        return Math.min(count, MAX_WORDS_KEPT);
    }

    /** Returns the length of the longest word but the first. */
    int longest() {
        return longest;
    }

    int begin(int word) {
        return begins[word];
    }

    int end(int word) {
        return ends[word];
    }

    int length(int word) {
        return ends[word] - begins[word];
    }

    boolean is(ByteBuffer in, int word, String text) {
        return matches(in, begins[word], ends[word], text);
    }

    static boolean matches(ByteBuffer in, int begin, int end, String text) {
        return end - begin == text.length() && startsWith(in, begin, end, text);
    }

    static boolean startsWith(ByteBuffer in, int begin, int end, String text) {
        if (end - begin < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (in.get(begin + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
