package shop;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.run.Conformance;
import org.apache.hc.client5.http.classic.HttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Runs the rules of the conformance kit on the counting client: every rule is a test of this class. */
class CountingResellerTest implements Conformance {

    private final CountingClientUnderTest candidate = new CountingClientUnderTest();

    @Override
    public ClientUnderTest candidate() {
        return candidate;
    }

    @AfterAll
    void print() {
        System.out.println("the rules received " + candidate.orders + " orders, with JUnit "
                + version(Test.class) + " and HttpClient " + version(HttpClient.class));
    }

    private static String version(Class<?> type) {
        return type.getPackage().getImplementationVersion();
    }
}
