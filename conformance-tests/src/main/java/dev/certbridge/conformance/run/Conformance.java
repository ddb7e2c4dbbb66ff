package dev.certbridge.conformance.run;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.rule.AsyncRules;
import dev.certbridge.conformance.rule.ContractRules;
import dev.certbridge.conformance.rule.DeliveryRules;
import dev.certbridge.conformance.rule.ErrorRules;
import dev.certbridge.conformance.rule.EvolutionRules;
import dev.certbridge.conformance.rule.IntentRules;
import dev.certbridge.conformance.rule.LimitRules;
import dev.certbridge.conformance.rule.MoneyRules;
import dev.certbridge.conformance.rule.RefusalRules;
import dev.certbridge.conformance.rule.SecrecyRules;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every rule of the kit. A test class that implements it and names its candidate is held to all of them; one that
 * overrides a rule is refused before any rule is tried.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(RuleNumberOrder.class)
@ExtendWith(RuleExtension.class)
public interface Conformance
        extends ContractRules,
                ErrorRules,
                RefusalRules,
                IntentRules,
                MoneyRules,
                LimitRules,
                AsyncRules,
                DeliveryRules,
                SecrecyRules,
                EvolutionRules {

    /** Who is tried. The same one whenever it is asked for. */
    ClientUnderTest candidate();
}
