package io.slabcache.bench.client;

import java.util.List;

/** The keys of one contestant, and its lists of them. */
record Keys(String[] names, List<List<String>> lists100, List<List<String>> lists1000) {
    /** Returns keys of ten characters that begin with a letter, so that each contestant has items of its own. */
    static Keys startingWith(char letter) {
        String[] names = new String[Contestant.KEYS];
        for (int i = 0; i < names.length; i++) {
            names[i] = letter + ":" + (10_000_000 + i);
        }
        return of(names);
    }

    /** Returns keys of any form. */
    static Keys of(String[] names) {
        return new Keys(names, KeyLists.OF_100.of(index -> names[index]), KeyLists.OF_1000.of(index -> names[index]));
    }

    /** Returns a list as clients take it. */
    List<String> list(KeyLists kind, int list) {
        return (kind == KeyLists.OF_100 ? lists100 : lists1000).get(list);
    }

    /** Returns a value for a key. */
    static byte[] value(int key) {
        byte[] value = new byte[Contestant.VALUE_LENGTH];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) ('a' + (key + i) % 26);
        }
        return value;
    }
}
