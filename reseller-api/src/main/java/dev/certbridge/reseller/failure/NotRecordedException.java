package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.OrderId;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The order book failed after the reseller had answered. The book does not have the id, if one was seen: note it. */
@FailureSummary(
        value = "the reseller answered, but the order book failed; `id()` if one was seen",
        outcome = Outcome.UNKNOWN,
        nextStep = NextStep.INVESTIGATE)
public final class NotRecordedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable OrderId id;
    private final transient @Nullable Path file;

    /** Creates the failure with the id that could not be recorded, when one was seen, and the book's own failure. */
    public NotRecordedException(OperationRef origin, @Nullable OrderId id, Throwable cause) {
        this(origin, id, null, cause);
    }

    /** Creates the failure with the recovery file that contains the attempt. */
    public NotRecordedException(OperationRef origin, @Nullable OrderId id, @Nullable Path file, Throwable cause) {
        super(
                origin,
                "the reseller answered but the order book failed; "
                        + (id == null ? "no id was seen" : "the order is " + id)
                        + (file == null ? "" : "; kept in " + file),
                cause);
        this.id = id;
        this.file = file;
    }

    /** Returns the id that the book does not have. */
    public Optional<OrderId> id() {
        return Optional.ofNullable(id);
    }

    /**
     * Returns the recovery file that contains what the book does not have. Opening the same book again, with the same recovery
     * folder, applies it.
     */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }
}
