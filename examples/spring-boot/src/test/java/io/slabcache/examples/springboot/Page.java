package io.slabcache.examples.springboot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the application answered. */
record Page(int status, String text) {
    private static final Pattern SOURCE = Pattern.compile("From the <b>(cache|database)</b>");
    private static final Pattern PRICE = Pattern.compile("class=\"price\">([0-9.]+)<");

    /** Returns where the page says that it came from. */
    String source() {
        return find(SOURCE);
    }

    /** Returns the price of the product that the page shows. */
    String price() {
        return find(PRICE);
    }

    private String find(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("the page must have " + pattern + ": status=" + status + ", text=" + text);
        }
        return matcher.group(1);
    }
}
