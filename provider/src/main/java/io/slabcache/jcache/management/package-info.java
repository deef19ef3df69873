/** The beans that show a cache to JMX. */
package io.slabcache.jcache.management;
