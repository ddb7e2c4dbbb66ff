/** The rules that a client must keep: an interface of default test methods per topic. */
@NullMarked
package dev.certbridge.conformance.rule;

import org.jspecify.annotations.NullMarked;
