/**
 * Codecs for the memcached binary protocol, in both directions, for the text protocol with its meta commands as a server sees it, and for
 * the few text commands that a client needs beside the binary protocol.
 *
 * <p>A binary frame is a header of 24 bytes, big-endian, then extras, key and value without padding:
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  |     Magic     |    Opcode     |          Key length           |
 *  +---------------+---------------+-------------------------------+
 *  | Extras length |   Data type   |  VBucket id (response: status)|
 *  +---------------+---------------+-------------------------------+
 *  |             Body length = extras + key + value                |
 *  +---------------------------------------------------------------+
 *  |                   Opaque (echoed as it is)                    |
 *  +---------------------------------------------------------------+
 *  |                     CAS token (0 = none)                      |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |              Extras, then key, then value                    ...
 * </pre>
 *
 * <p>{@link io.slabcache.protocol.FrameLayout} names the offsets. {@link io.slabcache.protocol.RequestHeader} and
 * {@link io.slabcache.protocol.ResponseHeader} read single fields, {@link io.slabcache.protocol.RequestDecoder} and
 * {@link io.slabcache.protocol.ResponseDecoder} find whole frames in a buffer, however the bytes were cut into packets, and
 * {@link io.slabcache.protocol.RequestEncoder} and {@link io.slabcache.protocol.ResponseEncoder} write them.
 * {@link io.slabcache.protocol.Opcode}, {@link io.slabcache.protocol.OpcodeShape} and {@link io.slabcache.protocol.Status} are the
 * tables behind them.
 *
 * <p>The text side of a server is {@link io.slabcache.protocol.TextRequestDecoder} and
 * {@link io.slabcache.protocol.TextResponseEncoder}, with {@link io.slabcache.protocol.TextCommand},
 * {@link io.slabcache.protocol.TextReply} and {@link io.slabcache.protocol.MetaStatus} as their tables. That of a client is {@link io.slabcache.protocol.TextRequestEncoder}, {@link io.slabcache.protocol.TextAnswerDecoder},
 * {@link io.slabcache.protocol.MetadumpDecoder} and {@link io.slabcache.protocol.ClusterConfigurationDecoder}.
 *
 * <p>Nothing here allocates per frame, does I/O or starts a thread. What comes from the wire is checked before it is used: a decoder
 * throws {@link io.slabcache.protocol.MalformedFrameException} and nothing else. Encoders answer a caller's mistake with
 * {@link java.lang.IllegalArgumentException} and then have written nothing.
 */
package io.slabcache.protocol;
