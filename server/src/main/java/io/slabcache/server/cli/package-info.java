/** The command line. */
package io.slabcache.server.cli;
