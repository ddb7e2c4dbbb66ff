/** The compared clients. Each is set up as its documentation recommends. */
@NullMarked
package dev.certbridge.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
