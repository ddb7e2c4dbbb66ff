package dev.certbridge.client.adapter;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuoteLimitCheckTest {

    private static final OperationRef ORIGIN = OperationRef.of("realtime", "requestCertificate");
    private static final Spending.UpTo LIMIT = new Spending.UpTo(Money.of("EUR", "25.00"), Optional.empty());

    @ParameterizedTest
    @CsvSource({
        // total, lines as action:cents
        "EUR:25.00, REQUEST:2500",
        "EUR:24.99, REQUEST:2499",
        "EUR:25.00, REQUEST:2000 EXTRA_DOMAIN:500",
        "EUR:20.00, REQUEST:2500 DISCOUNT:-500",
        "EUR:0.00, ",
        "XXX:0.00, ",
        "USD:0.00, REQUEST:0",
        "XXX:0.00, REQUEST:0 EXTRA_DOMAIN:0",
    })
    void a_quote_within_the_limit_that_adds_up_passes(String total, String lines) {
        assertThatCode(() -> QuoteLimitCheck.require(ORIGIN, quote(total, lines), LIMIT))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "EUR:25.01, REQUEST:2501, the quote is above the limit",
        "EUR:90.00, REQUEST:9000, the quote is above the limit",
        "USD:25.00, REQUEST:2500, the quote is in USD",
        "USD:0.01, REQUEST:1, the quote is in USD",
        ", REQUEST:2500, the quote has no total that is a whole number of cents",
        ", , the quote has no total that is a whole number of cents",
        "EUR:20.00, REQUEST:2500, the total of the quote is not the sum of its lines",
        "EUR:25.00, REQUEST:2499, the total of the quote is not the sum of its lines",
        "EUR:25.00, , the total of the quote is not the sum of its lines",
        "EUR:0.00, REQUEST:2500, the total of the quote is not the sum of its lines",
        "EUR:25.00, REQUEST:1250 REQUEST:1250, the quote lists the same charge twice",
        "EUR:25.00, REQUEST:2500 REQUEST:0, the quote lists the same charge twice",
        "EUR:0.00, REQUEST:0 REQUEST:0, the quote lists the same charge twice",
        "EUR:0.00, REQUEST:2500 DISCOUNT:-2500, the total of the quote is zero, but its lines are not free",
        // Two of Long.MAX_VALUE and 2502 are 2500 in arithmetic that wraps around.
        "EUR:25.00, A:9223372036854775807 B:9223372036854775807 C:2502, not the sum of its lines",
        "EUR:0.00, A:9223372036854775807 B:9223372036854775807 C:2, not the sum of its lines",
    })
    void any_other_quote_is_refused_and_says_why(String total, String lines, String why) {
        assertThatThrownBy(() -> QuoteLimitCheck.require(ORIGIN, quote(total, lines), LIMIT))
                .isInstanceOfSatisfying(SpendingLimitExceededException.class, e -> {
                    assertThatCode(e::quote).doesNotThrowAnyException();
                    assertThatCode(e::limit).doesNotThrowAnyException();
                })
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void a_line_of_less_than_one_is_refused_also_when_it_is_free(int quantity) {
        for (long cents : new long[] {0, 2500}) {
            Quote quote = Quote.of(
                    Optional.of(new Money("EUR", cents)),
                    List.of(Quote.Line.of("ssl_example", "REQUEST", quantity, cents, true)));
            assertThatThrownBy(() -> QuoteLimitCheck.require(ORIGIN, quote, LIMIT))
                    .isInstanceOf(SpendingLimitExceededException.class)
                    .hasMessageContaining("a quantity below 1");
        }
    }

    private static Quote quote(String total, String lines) {
        List<Quote.Line> all = lines == null
                ? List.of()
                : Arrays.stream(lines.split(" ")).map(QuoteLimitCheckTest::line).toList();
        return Quote.of(Optional.ofNullable(total).map(Money::parse), all);
    }

    private static Quote.Line line(String text) {
        String[] sides = text.split(":");
        return Quote.Line.of("ssl_example", sides[0], 1, Long.parseLong(sides[1]), false);
    }
}
