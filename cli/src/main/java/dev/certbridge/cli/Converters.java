package dev.certbridge.cli;

import dev.certbridge.reseller.csr.KeyType;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Validity;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Parses the values of options and parameters. Also formats a validity in the way that users type it. */
final class Converters {

    private static final Pattern PERIOD = Pattern.compile("(\\d{1,5})([dh])");
    private static final Pattern TERM = Pattern.compile("(-?\\d{1,6})([dmy])");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private Converters() {}

    /** Registers all converters for a command line and for the subcommands that it already has. */
    static void registerOn(CommandLine line) {
        register(line, Path.class, Converters::path);
        register(line, URI.class, Converters::stubAddress);
        register(line, Duration.class, Converters::period);
        register(line, Validity.class, Converters::validity);
        register(line, Intent.class, Intent::of);
        register(line, Money.class, Money::parse);
        register(line, OrderId.class, OrderId::parse);
        register(line, CertificateId.class, CertificateId::parse);
        register(line, RevocationReason.class, text -> named(RevocationReason.class, "a reason", text));
        register(line, KeyType.class, Converters::keyType);
        register(line, RequestOptions.NamedMethod.class, RequestOptions.NamedMethod::parse);
    }

    private static <T> void register(CommandLine line, Class<T> type, Function<String, T> parser) {
        line.registerConverter(type, text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        });
    }

    /** Parses a path. Throws if the text is blank, because an empty path would silently mean the current folder. */
    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the name of a file or folder is empty");
        }
        return findPath(text).orElseThrow(() -> new IllegalArgumentException("not a valid name of a file or folder"));
    }

    /** Returns the path with this name. Returns empty if the name is not a valid path. */
    static Optional<Path> findPath(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Parses the address of a stub. Throws if the address is not on this machine, because it could be a real reseller.
     */
    private static URI stubAddress(String text) {
        try {
            URI uri = new URI(text);
            if ("http".equals(uri.getScheme())
                    && uri.getRawUserInfo() == null
                    && uri.getHost() != null
                    && LOOPBACK.matcher(uri.getHost()).matches()) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The exception below reports this. Its example helps more than the position of the wrong character.
        }
        throw new IllegalArgumentException(
                "the address of a stub must be on this machine, such as http://127.0.0.1:8080, not \"" + text + "\"");
    }

    private static Duration period(String text) {
        Matcher period = PERIOD.matcher(text);
        if (!period.matches()) {
            throw new IllegalArgumentException("a period must look like 30d or 12h, not \"" + text + "\"");
        }
        long amount = Long.parseLong(period.group(1));
        return period.group(2).equals("d") ? Duration.ofDays(amount) : Duration.ofHours(amount);
    }

    static KeyType keyType(String text) {
        return named(KeyType.class, "a key type", text);
    }

    static Validity validity(String text) {
        Matcher term = TERM.matcher(text);
        if (!term.matches()) {
            throw new IllegalArgumentException("a validity must look like 199d, 12m or 1y, not \"" + text + "\"");
        }
        int amount = Integer.parseInt(term.group(1));
        return switch (term.group(2)) {
            case "d" -> Validity.days(amount);
            case "m" -> Validity.months(amount);
            default -> Validity.years(amount);
        };
    }

    /** Returns a validity in the way that users type it, such as 199d, 12m or 1y. */
    static String text(Validity validity) {
        return switch (validity.unit()) {
            case DAYS -> validity.amount() + "d";
            case MONTHS -> validity.amount() + "m";
            case YEARS -> validity.amount() + "y";
        };
    }

    private static <E extends Enum<E>> E named(Class<E> type, String what, String text) {
        return Stream.of(type.getEnumConstants())
                .filter(value -> JsonOutput.word(value).equalsIgnoreCase(text.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + " is one of "
                        + Stream.of(type.getEnumConstants())
                                .map(JsonOutput::word)
                                .collect(Collectors.joining(", "))
                        + ", not \"" + text + "\""));
    }
}
