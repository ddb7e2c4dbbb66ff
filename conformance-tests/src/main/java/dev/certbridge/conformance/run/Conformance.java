package dev.certbridge.conformance.run;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.rule.AsyncRules;
import dev.certbridge.conformance.rule.ContractRules;
import dev.certbridge.conformance.rule.ErrorRules;
import dev.certbridge.conformance.rule.EvolutionRules;
import dev.certbridge.conformance.rule.LimitRules;
import dev.certbridge.conformance.rule.MoneyRules;
import dev.certbridge.conformance.rule.SecrecyRules;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All rules of the kit as JUnit tests. A test class implements this interface and returns its client. If a test class
 * overrides a rule, the class fails before any rule runs. The display name of a test begins with the number of its
 * rule.
 */
@DisplayNameGeneration(RuleExtension.RuleNames.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(RuleExtension.class)
@ExtendWith(RuleExtension.class)
public interface Conformance
        extends ContractRules, ErrorRules, MoneyRules, LimitRules, AsyncRules, SecrecyRules, EvolutionRules {

    /** Returns the client under test. Every call must return the same client. */
    ClientUnderTest candidate();
}
