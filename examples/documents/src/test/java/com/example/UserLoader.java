package com.example;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.cache.integration.CacheLoader;

/** Stands for a database. */
public final class UserLoader implements CacheLoader<String, User> {
    @Override
    public User load(String key) {
        return new User(key, 0);
    }

    @Override
    public Map<String, User> loadAll(Iterable<? extends String> keys) {
        Map<String, User> users = new LinkedHashMap<>();
        keys.forEach(key -> users.put(key, load(key)));
        return users;
    }
}
