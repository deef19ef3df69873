package io.slabcache.annotations.cdi.example;

import jakarta.enterprise.context.ApplicationScoped;

/** Who is reading. */
@ApplicationScoped
public class Reader {

    private volatile String name = "ada";

    public String name() {
        return name;
    }

    public void become(String other) {
        name = other;
    }
}
