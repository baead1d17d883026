package io.cumulonimbus.origin.app;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * A client's hello, before anything is known of it.
 *
 * @param address where it came from, unproven
 * @param path of the application that it asks for, decoded
 * @param parameters the query of its URL, decoded, in order
 * @param attempt 1 for the first hello of an attempt, 2 for the next, and so on
 */
public record Greeting(
        InetSocketAddress address, String path, Map<String, String> parameters, int attempt) {}
