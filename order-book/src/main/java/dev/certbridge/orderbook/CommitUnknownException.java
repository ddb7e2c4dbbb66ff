package dev.certbridge.orderbook;

/** A database that failed at COMMIT, so that nobody knows whether the step was committed. */
final class CommitUnknownException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    CommitUnknownException(Throwable cause) {
        super(
                "the order book's database failed while it committed (" + firstLine(cause)
                        + "), so the change may be in the book or not. Look at the book before you repeat it",
                cause);
    }

    /** Returns the failure of a step that changed nothing. */
    IllegalStateException afterRead() {
        return new IllegalStateException(
                "the order book's database failed after a read: " + firstLine(getCause()), this);
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
