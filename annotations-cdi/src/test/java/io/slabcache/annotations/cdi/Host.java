package io.slabcache.annotations.cdi;

/** A container that runs beans with caching annotations. */
interface Host extends AutoCloseable {

    <T> T bean(Class<T> type);

    @Override
    void close();
}
