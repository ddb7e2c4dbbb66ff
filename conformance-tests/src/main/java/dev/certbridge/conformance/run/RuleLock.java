package dev.certbridge.conformance.run;

import dev.certbridge.conformance.rule.Rule;
import dev.certbridge.conformance.rule.RuleDefinition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Who is tried with whom in this process: a case of a rule that is {@link Rule#alone} by itself, all others together. Only
 * the rules of the kit are held off; whatever else this process does goes on.
 */
final class RuleLock {

    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock(true);

    private RuleLock() {}

    /** Held by this thread while a case of this rule is tried. */
    static Lock of(RuleDefinition rule) {
        return rule.alone() ? LOCK.writeLock() : LOCK.readLock();
    }
}
