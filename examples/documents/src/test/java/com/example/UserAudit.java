package com.example;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;

/** Notes who comes into a cache. */
public final class UserAudit implements CacheEntryCreatedListener<String, User> {
    /** The keys, in their order. */
    public static final Queue<String> CREATED = new ConcurrentLinkedQueue<>();

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends User>> events) {
        events.forEach(event -> CREATED.add(event.getKey()));
    }
}
