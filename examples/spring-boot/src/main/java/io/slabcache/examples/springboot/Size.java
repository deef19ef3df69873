package io.slabcache.examples.springboot;

import java.io.Serializable;

/**
 * What a search asks for. As the one parameter of a cached method it is the entry's key; two parameters would make a key
 * of a class of Spring's, which is written by Java serialization.
 *
 * @param kind what the products are
 * @param thread their thread
 */
record Size(String kind, String thread) implements Serializable {}
