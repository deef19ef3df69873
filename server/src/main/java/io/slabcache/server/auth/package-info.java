/** Who a client is and what it may do: users, their salted hashes, the mechanisms of authentication. Knows no sockets. */
package io.slabcache.server.auth;
