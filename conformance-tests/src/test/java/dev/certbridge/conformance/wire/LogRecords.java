package dev.certbridge.conformance.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The records of one logger, which are kept from the console until this is closed. */
final class LogRecords extends Handler implements AutoCloseable {

    // Held: the JDK holds loggers weakly.
    private final Logger logger;
    private final List<LogRecord> records = new ArrayList<>();

    private LogRecords(Logger logger) {
        this.logger = logger;
    }

    static LogRecords of(String name) {
        LogRecords handler = new LogRecords(Logger.getLogger(name));
        handler.logger.addHandler(handler);
        handler.logger.setUseParentHandlers(false);
        return handler;
    }

    synchronized List<LogRecord> records() {
        return List.copyOf(records);
    }

    @Override
    public synchronized void publish(LogRecord line) {
        records.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.setUseParentHandlers(true);
        logger.removeHandler(this);
    }
}
