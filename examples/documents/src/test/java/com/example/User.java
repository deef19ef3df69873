package com.example;

import java.io.Serializable;

/** The class that the documents' caches hold. */
public record User(String name, int visits) implements Serializable {
    /** Counts a visit. */
    public User visited() {
        return new User(name, visits + 1);
    }
}
