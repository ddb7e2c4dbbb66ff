/** A small server with fixed responses. It runs in a separate process and counts requests and connections. */
@NullMarked
package dev.certbridge.benchmarks.server;

import org.jspecify.annotations.NullMarked;
