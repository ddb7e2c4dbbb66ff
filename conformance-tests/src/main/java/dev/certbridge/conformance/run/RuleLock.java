package dev.certbridge.conformance.run;

import dev.certbridge.conformance.rule.Rule;
import dev.certbridge.conformance.rule.RuleDefinition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A lock that prevents other rules from running at the same time as a rule that is {@link Rule#alone}. It does not stop
 * other code of the process.
 */
final class RuleLock {

    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock(true);

    private RuleLock() {}

    /** Returns the lock that a thread must hold while it runs a case of this rule. */
    static Lock of(RuleDefinition rule) {
        return rule.alone() ? LOCK.writeLock() : LOCK.readLock();
    }
}
