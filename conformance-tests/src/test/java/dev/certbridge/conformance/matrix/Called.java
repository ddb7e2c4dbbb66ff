package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.Subject;
import java.util.Set;

/** What the adapters call, for tests outside of this package. */
public final class Called {

    private Called() {}

    /** The operations that the code behind a reseller calls, read from its compiled classes. */
    public static Set<String> by(String reseller) {
        return Subject.all().stream()
                .filter(subject -> subject.name().equals(reseller))
                .findFirst()
                .map(subject -> CalledOperations.from(subject.getClass()))
                .orElseThrow();
    }
}
