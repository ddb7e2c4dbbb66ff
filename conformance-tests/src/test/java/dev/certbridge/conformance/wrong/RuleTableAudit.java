package dev.certbridge.conformance.wrong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.conformance.rule.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code docs/rules.md} is made of the rules, the candidates and the wrong clients; {@code -Dreadme.update=true} writes it. */
class RuleTableAudit {

    private static final Path DOCUMENT = Path.of("..", "docs", "rules.md");

    @Test
    void the_document_is_what_the_code_says() throws IOException {
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(DOCUMENT, text());
        } else {
            assertThat(Files.readString(DOCUMENT))
                    .as("run this test with -Dreadme.update=true and look at the change")
                    .isEqualTo(text());
        }
    }

    private static String text() {
        StringBuilder text = new StringBuilder("""
                # The rules of the kit

                Made by RuleTableAudit; `-Dreadme.update=true` makes it again. A client is held to every rule, over HTTP and at a stub
                that keeps a ledger, or opts out with a reason. The clients with a mistake prove that the rules notice: each fails
                exactly the rules that name it here (`EveryWrongClientTest`). One whose mistake is in its verbs hands in the right generated
                client, and is swept only at the operations that order, look and list.
                """);
        for (Topic topic : Topic.values()) {
            text.append("\n## ").append(words(topic.name())).append("\n\n");
            text.append("| | a client keeps it when | made to break it | breaks it too |\n|---|---|---|---|\n");
            RuleDefinition.all().stream()
                    .filter(rule -> rule.topic() == topic)
                    .forEach(rule -> text.append("| <a id=\"%s\"></a>%s | %s | %s | %s |\n"
                            .formatted(
                                    rule.number().toLowerCase(Locale.ROOT),
                                    rule.number(),
                                    rule.title(),
                                    WrongTable.madeFor(rule),
                                    WrongTable.breakToo(rule))));
        }
        return text.append(optOuts()).toString();
    }

    private static String optOuts() {
        StringBuilder text =
                new StringBuilder("\n## Who opts out, and why\n\n| client | rule | reason |\n|---|---|---|\n");
        ClientUnderTest.all()
                .forEach(candidate -> RuleDefinition.all().stream()
                        .filter(rule -> candidate.optOuts().containsKey(rule.number()))
                        .forEach(rule -> text.append("| %s | %s | %s |\n"
                                .formatted(
                                        candidate.name(),
                                        rule.number(),
                                        candidate.optOuts().get(rule.number())))));
        return text.toString();
    }

    private static String words(String name) {
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
