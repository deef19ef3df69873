/** Metrics and health over HTTP, for monitoring. */
package io.slabcache.server.http;
