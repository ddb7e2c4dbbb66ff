/** A JUnit 5 extension that judges a client in tests. */
@NullMarked
package dev.certbridge.judge.junit;

import org.jspecify.annotations.NullMarked;
