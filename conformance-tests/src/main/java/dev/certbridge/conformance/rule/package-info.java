/** The rules of the kit. Each interface has the rules of one topic, or a part of them, as default test methods. */
@NullMarked
package dev.certbridge.conformance.rule;

import org.jspecify.annotations.NullMarked;
