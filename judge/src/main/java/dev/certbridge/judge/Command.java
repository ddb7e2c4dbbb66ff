package dev.certbridge.judge;

import java.io.IOException;

/** A client that is judged. The client sends the same order requests to a stub as to the reseller. */
public interface Command {

    /**
     * Runs the client until it ends.
     *
     * @throws IllegalArgumentException the client cannot be started. The message is a single line
     * @throws IOException the output of the client cannot be written
     * @throws InterruptedException the thread was interrupted. The client was stopped
     */
    CommandEnd run(CommandTarget target) throws IOException, InterruptedException;
}
