package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.OrderId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The order book failed after the reseller had answered. Write the id down: the book does not have it. */
public final class NotRecordedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable OrderId id;

    /** The id that could not be recorded, when one was seen, and the book's own failure. */
    public NotRecordedException(Origin origin, @Nullable OrderId id, Throwable cause) {
        super(
                origin,
                "the reseller answered but the order book failed; "
                        + (id == null ? "no id was seen" : "the order is " + id),
                cause);
        this.id = id;
    }

    /** The id that the book does not have. */
    public Optional<OrderId> id() {
        return Optional.ofNullable(id);
    }
}
