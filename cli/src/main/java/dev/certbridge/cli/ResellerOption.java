package dev.certbridge.cli;

import dev.certbridge.conformance.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --at}: which resellers a command is about. */
final class ResellerOption {

    @Option(
            names = "--at",
            paramLabel = "RESELLER",
            description = "Only at this one: regfish or realtime. Needed with --stub-url, --live and --ote.")
    private @Nullable String at;

    /** Returns the name that was given; it may be misspelled. */
    Optional<String> named() {
        return Optional.ofNullable(at);
    }

    /** The one named; all, when none is and embedded stubs are reached. */
    List<Subject> chosen(ConnectionOptions reach) {
        reach.require();
        if (at == null) {
            reach.requireEmbedded("say whose with --at");
            return Subject.all();
        }
        return List.of(named(at));
    }

    /** The one named, which has to be reached elsewhere: an embedded stub was empty a moment ago. */
    Subject one(ConnectionOptions reach) {
        reach.requireElsewhere();
        return chosen(reach).get(0);
    }

    /** The reseller of that name, whatever its case. */
    static Subject named(String name) {
        return Subject.all().stream()
                .filter(subject -> subject.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no reseller is called \"" + name + "\"; there are " + names()));
    }

    private static String names() {
        return Subject.all().stream().map(Subject::name).collect(Collectors.joining(", "));
    }
}
