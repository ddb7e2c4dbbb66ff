/** One small fixed server in a process of its own, that counts what reaches it. */
@NullMarked
package dev.certbridge.benchmarks.server;

import org.jspecify.annotations.NullMarked;
