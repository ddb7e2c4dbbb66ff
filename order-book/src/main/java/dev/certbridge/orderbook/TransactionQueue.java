package dev.certbridge.orderbook;

import dev.certbridge.orderbook.Store.CommitUnknownException;
import dev.certbridge.reseller.spi.StackGuard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs the operations of several threads in one transaction with one commit (group commit). The thread that has waited
 * longest leads the transaction. The leading thread runs its own operation and the waiting operations of the same kind:
 * either reads or writes. Operations that arrive later wait for the next transaction. Each thread continues after the
 * commit of its operation.
 *
 * <p>A failed operation does not change the result of another operation. If an operation throws, its thread repeats the
 * operation in a separate transaction. If the failed operation had already changed something, or if the database
 * failed, the transaction is rolled back, and every thread of the transaction repeats its operation in a separate
 * transaction. An operation may thus run twice, but only one run is committed. If the database fails during COMMIT,
 * each thread whose operation succeeded gets a {@link CommitUnknownException}.
 */
final class TransactionQueue {

    /** The maximum number of operations in a transaction. A longer transaction would delay other processes too much. */
    private static final int LARGEST_GROUP = 128;

    /** A database that runs an operation in one transaction and commits it. */
    interface Database {
        <T> T transaction(boolean writes, Function<Sql, T> work);
    }

    private final Database database;
    private final Deque<Member<?>> waiting = new ArrayDeque<>();
    private boolean busy;

    TransactionQueue(Database database) {
        this.database = database;
    }

    /**
     * Runs an operation, and returns its result after the commit. An interrupt does not end the wait for the commit.
     */
    <T> T run(boolean writes, Function<Sql, T> work) {
        StackGuard.requireForBook();
        Member<T> member = new Member<>(writes, work);
        if (!joinAsFirst(member)) {
            member.turn.acquireUninterruptibly();
        }
        if (member.leads) {
            try {
                List<Member<?>> group = next(writes);
                if (group.size() > 1) {
                    commit(group, writes);
                } else {
                    return member.alone.get();
                }
            } finally {
                passOn();
            }
        }
        return member.outcome.get();
    }

    /**
     * Adds an operation to the queue. Returns true if the calling thread must lead the next transaction, because no
     * other thread uses the queue.
     */
    private synchronized boolean joinAsFirst(Member<?> member) {
        waiting.add(member);
        member.leads = !busy;
        busy = true;
        return member.leads;
    }

    /**
     * Removes the operations of the next transaction from the queue, and returns them. The first operation is the
     * operation of the leading thread.
     */
    private synchronized List<Member<?>> next(boolean writes) {
        List<Member<?>> group = new ArrayList<>();
        for (Iterator<Member<?>> each = waiting.iterator(); each.hasNext() && group.size() < LARGEST_GROUP; ) {
            Member<?> member = each.next();
            if (member.writes == writes) {
                group.add(member);
                each.remove();
            }
        }
        return group;
    }

    /** Lets the thread that has waited longest lead the next transaction. */
    private synchronized void passOn() {
        Member<?> first = waiting.peek();
        if (first == null) {
            busy = false;
        } else {
            first.leads = true;
            first.turn.release();
        }
    }

    /** Runs several operations in one transaction, and then lets the threads of the operations continue. */
    private void commit(List<Member<?>> group, boolean writes) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            database.transaction(writes, sql -> {
                begun.set(true);
                group.forEach(member -> member.run(sql));
                return group;
            });
        } catch (CommitUnknownException e) {
            // An operation that threw changed nothing, and runs again alone.
            group.stream()
                    .filter(Member::succeeded)
                    .forEach(member -> member.fail(() -> new CommitUnknownException(e.getCause())));
        } catch (RuntimeException | Error e) {
            if (begun.get() || !(e instanceof IllegalStateException)) {
                group.forEach(Member::repeatAlone);
            } else {
                // The book is closed or locked. Otherwise, each thread would wait for the lock again.
                group.forEach(member -> member.fail(() -> new IllegalStateException(e.getMessage(), e)));
            }
        } finally {
            group.stream().skip(1).forEach(member -> member.turn.release());
        }
    }

    /**
     * The operation of one thread. The leading thread uses this object alone until the semaphore lets the thread of the
     * operation continue.
     */
    private final class Member<T> {

        private final boolean writes;
        private final Function<Sql, T> work;
        private final Semaphore turn = new Semaphore(0);
        private final Supplier<T> alone;
        private Supplier<T> outcome;
        private boolean leads;

        Member(boolean writes, Function<Sql, T> work) {
            this.writes = writes;
            this.work = work;
            this.alone = () -> database.transaction(writes, work);
            this.outcome = alone;
        }

        /**
         * Runs the operation in the shared transaction. If the operation throws and has only read from the database,
         * the transaction continues without the operation. The thread of the operation then repeats the operation, so
         * that the exception contains the stack of this thread.
         */
        void run(Sql sql) {
            long before = sql.changes();
            try {
                T result = work.apply(sql);
                outcome = () -> result;
            } catch (RuntimeException e) {
                if (sql.changes() != before) {
                    throw e;
                }
            }
        }

        boolean succeeded() {
            return outcome != alone;
        }

        void repeatAlone() {
            outcome = alone;
        }

        void fail(Supplier<RuntimeException> failure) {
            outcome = () -> {
                throw failure.get();
            };
        }
    }
}
