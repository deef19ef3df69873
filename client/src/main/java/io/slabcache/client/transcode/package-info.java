/** Values as bytes with client flags, compatible with other clients. */
package io.slabcache.client.transcode;
