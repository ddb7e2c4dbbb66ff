package dev.certbridge.judge;

import java.io.IOException;

/** A client that is judged. The client sends the same order requests to the stub as to the reseller. */
public interface Command {

    /**
     * Runs the client until it ends.
     *
     * @throws IllegalArgumentException the client cannot be started; the message is one line
     * @throws IOException the output of the client cannot be written
     * @throws InterruptedException the thread was interrupted; the client was stopped
     */
    CommandEnd run(CommandTarget target) throws IOException, InterruptedException;
}
