/** The stubs in the tests of others: {@link dev.certbridge.stub.junit.StubExtension} for JUnit 5. */
@NullMarked
package dev.certbridge.stub.junit;

import org.jspecify.annotations.NullMarked;
