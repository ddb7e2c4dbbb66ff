package dev.certbridge.conformance.rule;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPLoggerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * An SLF4J provider for class paths that contain no other provider. Without a provider, SLF4J discards everything that
 * a client logs. This provider records the lines that are logged while {@link LogCapture} runs, and discards all other
 * lines. This class uses no other class of the kit, so that a class loader that loads the kit again can share this
 * class with the libraries.
 */
public final class Slf4jRecorder implements SLF4JServiceProvider {

    private static final String PROVIDER = "slf4j.provider";
    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private static volatile @Nullable Queue<String> recorded;

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter mdc = new NOPMDCAdapter();

    /** Creates the provider. SLF4J calls this constructor. */
    public Slf4jRecorder() {}

    /**
     * Makes this class the provider of SLF4J, unless the class path has a provider that logs, or SLF4J was used before.
     */
    public static void install() {
        boolean logs = ServiceLoader.load(SLF4JServiceProvider.class, LoggerFactory.class.getClassLoader()).stream()
                .anyMatch(provider -> !provider.type().getName().equals("org.slf4j.nop.NOPServiceProvider"));
        if (logs || System.getProperty(PROVIDER) != null) {
            return;
        }
        String verbosity = System.getProperty(VERBOSITY);
        System.setProperty(PROVIDER, Slf4jRecorder.class.getName());
        // SLF4J prints a line about a provider that is set by a property.
        System.setProperty(VERBOSITY, "WARN");
        try {
            LoggerFactory.getILoggerFactory();
        } finally {
            System.clearProperty(PROVIDER);
            if (verbosity == null) {
                System.clearProperty(VERBOSITY);
            } else {
                System.setProperty(VERBOSITY, verbosity);
            }
        }
    }

    /** Returns true if SLF4J discards all logged lines, so that no rule could see them. */
    public static boolean isDiscarded() {
        return LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory;
    }

    /** Records lines until the returned object is closed. */
    public static Lines record() {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        recorded = lines;
        return new Lines(lines);
    }

    /** The recorded lines. */
    public record Lines(Queue<String> lines) implements AutoCloseable {

        /** Returns the lines as one text. */
        public String text() {
            return String.join("\n", lines);
        }

        @Override
        public void close() {
            recorded = null;
        }
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return RecordingLogger::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    /** A logger whose levels are all enabled while lines are recorded, and disabled otherwise. */
    private static final class RecordingLogger extends LegacyAbstractLogger {

        private static final long serialVersionUID = 1;

        RecordingLogger(String name) {
            this.name = name;
        }

        @Override
        public boolean isTraceEnabled() {
            return recorded != null;
        }

        @Override
        public boolean isDebugEnabled() {
            return recorded != null;
        }

        @Override
        public boolean isInfoEnabled() {
            return recorded != null;
        }

        @Override
        public boolean isWarnEnabled() {
            return recorded != null;
        }

        @Override
        public boolean isErrorEnabled() {
            return recorded != null;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            Queue<String> lines = recorded;
            if (lines != null) {
                StringWriter line = new StringWriter();
                line.append(name).append(' ').append(MessageFormatter.basicArrayFormat(message, arguments));
                if (thrown != null) {
                    thrown.printStackTrace(new PrintWriter(line));
                }
                lines.add(line.toString());
            }
        }
    }
}
