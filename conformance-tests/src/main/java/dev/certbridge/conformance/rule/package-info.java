/** The rules of the kit: an interface of default test methods per topic. */
@NullMarked
package dev.certbridge.conformance.rule;

import org.jspecify.annotations.NullMarked;
