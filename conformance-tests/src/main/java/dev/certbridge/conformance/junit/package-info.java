/** The stubs in the tests of others: {@link dev.certbridge.conformance.junit.StubExtension} for JUnit 5. */
@NullMarked
package dev.certbridge.conformance.junit;

import org.jspecify.annotations.NullMarked;
