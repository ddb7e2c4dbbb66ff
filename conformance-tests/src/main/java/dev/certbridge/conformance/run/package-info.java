/** Runs the rules of the kit with JUnit, and reports their results. */
@NullMarked
package dev.certbridge.conformance.run;

import org.jspecify.annotations.NullMarked;
