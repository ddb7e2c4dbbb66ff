/** The rules of the kit. Each interface contains rules of one topic as default test methods. */
@NullMarked
package dev.certbridge.conformance.rule;

import org.jspecify.annotations.NullMarked;
