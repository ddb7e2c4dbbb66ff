/** {@link dev.certbridge.stub.junit.StubExtension}, which runs stubs in tests with JUnit 5. */
@NullMarked
package dev.certbridge.stub.junit;

import org.jspecify.annotations.NullMarked;
