package dev.certbridge.conformance.run;

import dev.certbridge.conformance.rule.Rule;
import dev.certbridge.conformance.rule.RuleDefinition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets a rule that is {@link Rule#alone} run while no other rule does. Other code of the process is not stopped.
 */
final class RuleLock {

    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock(true);

    private RuleLock() {}

    /** Locks for a case of this rule, in this thread. */
    static Lock of(RuleDefinition rule) {
        return rule.alone() ? LOCK.writeLock() : LOCK.readLock();
    }
}
