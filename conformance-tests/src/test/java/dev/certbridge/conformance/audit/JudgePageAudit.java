package dev.certbridge.conformance.audit;

import dev.certbridge.judge.JudgeRule;
import dev.certbridge.judge.Scenario;
import dev.certbridge.stub.StubProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares the page about the judge with its scenarios and rules; {@code -Dreadme.update=true} writes the tables. */
class JudgePageAudit {

    private static final Path PAGE = Path.of("..", "docs", "judging-a-client.md");

    @Test
    void the_page_lists_the_scenarios_and_where_each_is_possible() throws IOException {
        StringBuilder table = new StringBuilder("| scenario | what happens | at |\n|---|---|---|\n");
        List<StubProvider> resellers = StubProvider.all();
        for (Scenario scenario : Scenario.values()) {
            List<String> possible = resellers.stream()
                    .filter(scenario::isPossibleAt)
                    .map(StubProvider::name)
                    .toList();
            table.append("| `").append(scenario.id()).append("` | ").append(scenario.sentence());
            table.append(" | ")
                    .append(possible.size() == resellers.size() ? "all" : String.join(", ", possible))
                    .append(" |\n");
        }
        new GeneratedPart(PAGE, "scenarios").requireIs(table.toString());
    }

    @Test
    void the_page_lists_the_rules() throws IOException {
        StringBuilder table = new StringBuilder("| rule | what it requires |\n|---|---|\n");
        for (JudgeRule rule : JudgeRule.values()) {
            table.append("| `")
                    .append(rule.id())
                    .append("` | ")
                    .append(rule.sentence())
                    .append(" |\n");
        }
        new GeneratedPart(PAGE, "rules").requireIs(table.toString());
    }
}
