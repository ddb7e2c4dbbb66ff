package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.OrderId;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure of the order book after the reseller had responded. An order may exist although the book does not contain
 * the order. Write down the id of the order ({@link #id()}) if the id is present, and see the recovery file ({@link
 * #file()}).
 */
@FailureSummary(
        value = "the reseller answered, but the order book failed; see `id()`",
        outcome = Outcome.UNKNOWN,
        nextStep = NextStep.INVESTIGATE)
public final class NotRecordedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable OrderId id;
    private final transient @Nullable Path file;

    /**
     * Creates this exception from the failure of the order book and the order id that could not be recorded. The order
     * id is null if the response contained no order id.
     */
    public NotRecordedException(OperationRef origin, @Nullable OrderId id, Throwable cause) {
        this(origin, id, null, cause);
    }

    /** Creates the failure with the recovery file that contains the attempt, or null if there is none. */
    public NotRecordedException(OperationRef origin, @Nullable OrderId id, @Nullable Path file, Throwable cause) {
        super(
                origin,
                "the reseller answered, but the order book failed. "
                        + (id == null ? "The answer contained no order id" : "The order is " + id)
                        + (file == null ? "" : ". The attempt was written to " + file),
                cause);
        this.id = id;
        this.file = file;
    }

    /** Returns the id of the order that the book could not record; empty if the response contained no id. */
    public Optional<OrderId> id() {
        return Optional.ofNullable(id);
    }

    /**
     * Returns the recovery file that contains the attempt and, if known, the id of the order; empty if no file was
     * written. The recovery file is applied when the same book is opened with the same recovery folder.
     */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }
}
