/** A JUnit 5 extension, {@link dev.certbridge.stub.junit.StubExtension}, that runs stubs in tests. */
@NullMarked
package dev.certbridge.stub.junit;

import org.jspecify.annotations.NullMarked;
