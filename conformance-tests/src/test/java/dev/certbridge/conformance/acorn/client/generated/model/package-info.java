/** What the generator would make of acorn's contract. Written by hand, for a test has no generator run. */
@NullMarked
package dev.certbridge.conformance.acorn.client.generated.model;

import org.jspecify.annotations.NullMarked;
