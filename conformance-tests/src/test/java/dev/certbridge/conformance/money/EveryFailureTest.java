package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.money.FailureScenarios.SpendSetup;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the README's failure table, provoked over HTTP at each reseller where it can occur. */
class EveryFailureTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+Exception)` \\|");
    private static final FailureScenarios STATES = new FailureScenarios();

    static Stream<Arguments> states() {
        return STATES.byFailure().entrySet().stream()
                .flatMap(failure -> failure.getValue().entrySet().stream()
                        .map(state -> Arguments.of(
                                failure.getKey().getSimpleName(), state.getKey(), failure.getKey(), state.getValue())));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("states")
    void a_failure_is_thrown_over_HTTP(
            String name,
            ClientVariant variant,
            Class<?> failure,
            FailureScenarios.OrderState state,
            @TempDir Path folder) {
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(folder.resolve("book.db"), folder));
                ProxiedStub proxied = new ProxiedStub(variant, book)) {
            assertThatThrownBy(() -> state.reach(new SpendSetup(proxied)))
                    .isExactlyInstanceOf(failure)
                    .isInstanceOfSatisfying(
                            ResellerException.class,
                            e -> assertThat(e.provider())
                                    .isEqualTo(proxied.stub().name()));
        }
    }

    @Test
    void every_failure_of_the_README_and_of_the_code_is_provoked() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map(row -> row.group(1))
                .toList();
        List<String> proven =
                STATES.byFailure().keySet().stream().map(Class::getSimpleName).toList();
        assertThat(proven)
                .as("failures that are provoked over HTTP")
                .containsExactlyInAnyOrderElementsOf(rows)
                .containsExactlyInAnyOrderElementsOf(concrete(ResellerException.class)
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    void a_failure_that_is_not_provoked_at_a_reseller_cannot_occur_there() {
        STATES.byFailure().forEach((failure, states) -> {
            Set<ClientVariant> expected = STATES.neverAtRegfish().containsKey(failure)
                    ? Set.of(ClientVariant.REALTIME)
                    : Set.of(ClientVariant.REGFISH, ClientVariant.REALTIME);
            assertThat(states.keySet()).as(failure.getSimpleName()).isEqualTo(expected);
        });
        assertThat(STATES.neverAtRegfish().values()).noneMatch(String::isBlank);
    }

    private static Stream<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EveryFailureTest::concrete)
                : Stream.of(type);
    }
}
