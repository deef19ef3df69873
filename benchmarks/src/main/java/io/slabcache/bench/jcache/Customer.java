package io.slabcache.bench.jcache;

import java.io.Serializable;

/**
 * A small value as applications have them.
 *
 * @param id a number
 * @param name a name
 * @param address where to write to
 * @param visits a count
 */
public record Customer(long id, String name, String address, int visits) implements Serializable {}
