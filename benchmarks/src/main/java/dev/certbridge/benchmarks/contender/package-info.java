/** The clients that are compared, each as its own documentation would have it. */
@NullMarked
package dev.certbridge.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
